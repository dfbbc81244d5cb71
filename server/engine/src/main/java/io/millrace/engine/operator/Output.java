package io.millrace.engine.operator;

import io.millrace.spi.data.Page;

/** Takes the pages that an operator emits. Called on the partition's thread only. */
@FunctionalInterface
public interface Output {

    /** Takes a page; empty pages are not emitted. */
    void emit(Page page);
}
