package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Holds the rows of each window back until the watermark reaches the window's end, then emits them once and forgets them
 * (EMIT ON WINDOW CLOSE).
 *
 * @param windowEnd index of the window-end column
 */
public record WindowClose(DStream input, int windowEnd) implements DStream {

    @Override
    public RowType rowType() {
        return input.rowType();
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return true;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
