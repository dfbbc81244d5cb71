package io.millrace.journal.status;

import java.time.Duration;
import java.util.Arrays;

/** How long the last fsyncs took. Thread-safe. */
public final class FsyncTimes {

    private static final int KEPT = 1024;

    private final long[] nanos = new long[KEPT];
    private long count;

    public synchronized void add(long duration) {
        nanos[(int) (count++ % KEPT)] = duration;
    }

    public synchronized long count() {
        return count;
    }

    /** No more than this took the given share of them. */
    public Duration quantile(double share) {
        long[] sorted;
        synchronized (this) {
            sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
        }
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }
}
