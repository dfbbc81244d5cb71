package io.millrace.engine.state.cell;

/** How long what stood in a container before a write must stay readable. */
public enum Versions {
    /** Not at all: scratch space, and what can be derived from other containers. */
    NONE,
    /**
     * In the cuts taken before: for cells that are written once, before which they held nothing, so that a batch that is taken back
     * needs to restore nothing.
     */
    CUTS,
    /** In the cuts, and until the batch is committed: for cells that are written again and again. */
    BATCHES
}
