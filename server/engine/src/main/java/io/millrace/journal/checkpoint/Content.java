package io.millrace.journal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Something of a checkpoint that has files of its own, as it was at the cut. Immutable: may be written by another thread, once, not at
 * all, or again, while batches go on.
 */
public interface Content {

    /** Stands for a version before everything. */
    long NOTHING = -1;

    /** Unique among the contents of a cut; another thing may have the name later. */
    String name();

    /** Tells the thing from all others that ever were, whatever their names. */
    long history();

    /** Grows when the thing changes; 0 as long as it holds nothing. */
    long version();

    /** How much there is of it, in rows, blocks or whatever it consists of. */
    long size();

    /** The earliest version whose follower should be written, so that files with few changes are replaced by one with all of them. */
    long wantedSince();

    /** Whether {@link #write} can write only what has changed since a version. */
    boolean follows(long since);

    /**
     * Writes what has changed since another version.
     *
     * @param since a version that this one {@link #follows}, or {@link #NOTHING} for everything
     * @return how much that is, as {@link #size} counts
     */
    long write(OutputStream out, long since) throws IOException;
}
