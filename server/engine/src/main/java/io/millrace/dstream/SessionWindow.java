package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Puts each row into a session: the rows of a key that follow each other at a distance of at most the gap. Output rows are the
 * input columns, then {@code window_start} (the first time of the session), {@code window_end} (the last time plus the gap) and
 * {@code window_time} (the millisecond before the end).
 *
 * <p>A row at the very end still extends a session, so it is complete once the watermark is greater than its end. Rows whose time
 * is null belong to no session and are rejected with a reason. Where sessions close, a row is late when its session, merged with
 * those that are open, had been complete before the batch.
 *
 * @param time index of the event-time column (TIMESTAMP)
 * @param keys columns whose values tell whose sessions they are; null is a value
 * @param gap milliseconds, positive
 * @param closes whether the watermark closes sessions, after which they are forgotten
 */
public record SessionWindow(
        DStream input, int time, List<Integer> keys, long gap, Emission emission, boolean closes, RowType rowType)
        implements DStream {

    /** When rows are given out. */
    public enum Emission {
        /** All at the end of the only batch. */
        ONCE,
        /** At once; those whose session changes are taken back and given out anew. */
        ON_UPDATE,
        /** When their session closes. */
        ON_CLOSE
    }

    public SessionWindow {
        keys = List.copyOf(keys);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return emission != Emission.ON_UPDATE;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
