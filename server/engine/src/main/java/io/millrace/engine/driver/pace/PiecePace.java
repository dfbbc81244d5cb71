package io.millrace.engine.driver.pace;

import io.millrace.spi.connector.Admission;
import java.util.concurrent.TimeUnit;

/**
 * How many rows a query takes from sources at once while it catches up: several times as many as a batch where that is done in a few
 * milliseconds, so that what each piece costs beside its rows does not count. The bytes stay those of a batch, for memory's sake. Used by one
 * thread.
 */
public final class PiecePace {

    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long MOST_TIMES = 4;

    private long times = 1;

    /** What the next piece may take. */
    public Admission next(Admission batch) {
        return new Admission(batch.rows() * times, batch.bytes(), batch.splits());
    }

    /** A piece took that long. */
    public void took(long nanos) {
        if (nanos < SHORT_NANOS) {
            times = Math.min(MOST_TIMES, times * 2);
        } else if (nanos > LONG_NANOS) {
            times = Math.max(1, times / 2);
        }
    }
}
