package io.millrace.engine.driver.pace;

import io.millrace.spi.connector.Admission;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How much a batch takes from sources: as much as the settings allow while nobody waits, and about as much as can be done in a few
 * milliseconds while statements come that wait for batches.
 *
 * <p>{@link #somebodyWaits} may be called by any thread, the rest by the driver's.
 */
public final class Pace {

    private static final long SHORT_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FEWEST_ROWS = 4_096;
    private static final long FEWEST_BYTES = 256 << 10;

    private final long rows;
    private final long bytes;
    private final IntSupplier splits;
    private volatile long waitedNanos = System.nanoTime() - REMEMBERED_NANOS;
    private double share = 1;

    /**
     * @param rows most that a batch may take from one source
     * @param bytes the same
     * @param splits how many can be read at the same time
     */
    public Pace(long rows, long bytes, IntSupplier splits) {
        this.rows = rows;
        this.bytes = bytes;
        this.splits = splits;
    }

    public void somebodyWaits() {
        waitedNanos = System.nanoTime();
    }

    /** What a batch may take at all. */
    public Admission most() {
        return new Admission(rows, bytes, splits.getAsInt());
    }

    public Admission next() {
        if (System.nanoTime() - waitedNanos > REMEMBERED_NANOS) {
            share = 1;
            return most();
        }
        return new Admission(
                Math.max(FEWEST_ROWS, (long) (rows * share)),
                Math.max(FEWEST_BYTES, (long) (bytes * share)),
                splits.getAsInt());
    }

    /** A batch that read sources took that long. */
    public void took(long nanos) {
        double wanted = share * SHORT_BATCH_NANOS / Math.max(1, nanos);
        share = Math.min(1, Math.max((share + wanted) / 2, 1e-4));
    }
}
