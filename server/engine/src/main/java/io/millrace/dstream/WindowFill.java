package io.millrace.dstream;

import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Adds rows for the empty windows of grouped rows (EMIT … FILL): for each group key that has had a row, one row per window without
 * one, from the key's first window to the last window that any key has a row in or that the watermark has closed.
 *
 * <p>A key whose last row is more than {@code limit} windows back is forgotten; what follows it is not filled, so that neither one
 * wrong time nor keys that never come again give rows without end.
 *
 * @param input rows of groups: one per key and window, all on one partition
 * @param columns what the first columns of a row hold; the others are results
 * @param windowEnd index of the column that holds the end of the window
 * @param empty the results of a window without rows
 */
public record WindowFill(
        DStream input,
        WindowSpec windows,
        List<Part> columns,
        int windowEnd,
        List<Literal> empty,
        long limit,
        RowType rowType)
        implements DStream {

    /** What a column of a group's row holds. */
    public enum Part {
        KEY,
        WINDOW_START,
        WINDOW_END,
        WINDOW_TIME
    }

    public WindowFill {
        columns = List.copyOf(columns);
        empty = List.copyOf(empty);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return input.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
