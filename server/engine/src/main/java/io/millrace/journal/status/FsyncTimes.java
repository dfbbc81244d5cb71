package io.millrace.journal.status;

import java.time.Duration;
import java.util.Arrays;

/** How long the last fsyncs took. Thread-safe. */
public final class FsyncTimes {

    private static final int KEPT = 1024;

    private final long[] nanos = new long[KEPT];
    private long count;
    private long total;

    public synchronized void add(long duration) {
        nanos[(int) (count++ % KEPT)] = duration;
        total += duration;
    }

    public synchronized long count() {
        return count;
    }

    /** Of all of them together. */
    public synchronized Duration total() {
        return Duration.ofNanos(total);
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
