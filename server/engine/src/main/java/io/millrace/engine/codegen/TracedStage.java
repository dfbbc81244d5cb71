package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.PageStage;

/** A stage that notes which call it computes, to be asked when it fails: slower than others, and run over rows that fail only. */
public abstract class TracedStage extends PageStage {

    /** The number of the place of the call that is being computed. */
    protected int at;

    /** Where it failed. */
    public int at() {
        return at;
    }
}
