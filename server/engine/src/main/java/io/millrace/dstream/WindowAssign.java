package io.millrace.dstream;

import io.millrace.dstream.window.WindowSpec;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Assigns each row to the time windows it belongs to: one output row per window, with {@code window_start},
 * {@code window_end} and {@code window_time} (the last millisecond of the window) appended.
 *
 * <p>Rows whose time is null belong to no window and are rejected with a reason. When {@code lateRows} is set, windows that the
 * watermark had already closed before this batch are left out, and a row all of whose windows are closed is late.
 *
 * @param time index of the event-time column (TIMESTAMP)
 * @param lateRows whether closed windows refuse rows: in continuous queries that aggregate by these windows
 */
public record WindowAssign(DStream input, int time, WindowSpec window, RowType rowType, boolean lateRows)
        implements DStream {

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
