package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;

/** What generated code is: filters, then one method per output column. Not thread-safe. */
public abstract class PageStage {

    /**
     * Finds the rows that pass all filters.
     *
     * @param rows takes their indexes, ascending; at least as long as the page
     * @param now {@code CURRENT_TIMESTAMP}
     * @return how many rows pass
     */
    public abstract int select(Page in, int[] rows, long now);

    /** Computes the output columns for all rows of a page. */
    public abstract Column[] columns(Page in, int count, long now);
}
