package io.millrace.cli.output;

import java.util.List;

/** Writes a result in one format: {@link #begin} once, then rows, then {@link #end} once. */
public interface RowPrinter {

    void begin(List<ResultColumn> columns);

    /** May keep the row back until {@link #pause}. */
    void row(Object[] values);

    /** No row is there at the moment: everything that was kept back is to be shown now. */
    void pause();

    void end();
}
