package io.millrace.engine.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How often something took how long: counts by bounds, which only grow. Thread-safe. */
public final class DurationHistogram {

    private static final long[] BOUNDS = {
        micros(250),
        micros(500),
        micros(1_000),
        micros(2_500),
        micros(5_000),
        micros(10_000),
        micros(25_000),
        micros(50_000),
        micros(100_000),
        micros(250_000),
        micros(500_000),
        micros(1_000_000),
        micros(2_500_000),
        micros(10_000_000)
    };

    private final long[] counts = new long[BOUNDS.length + 1];
    private long nanos;

    private static long micros(long micros) {
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    public synchronized void add(long duration) {
        int bound = 0;
        while (bound < BOUNDS.length && duration > BOUNDS[bound]) {
            bound++;
        }
        counts[bound]++;
        nanos += duration;
    }

    /** The counts as they are now. */
    public synchronized Durations now() {
        List<Long> now = new ArrayList<>(counts.length);
        for (long count : counts) {
            now.add(count);
        }
        return new Durations(now, nanos);
    }

    /** The greatest duration of each count but the last, in seconds. */
    public static List<Double> boundsInSeconds() {
        List<Double> seconds = new ArrayList<>(BOUNDS.length);
        for (long bound : BOUNDS) {
            seconds.add(bound / 1e9);
        }
        return seconds;
    }

    /**
     * What a histogram has counted.
     *
     * @param counts between two bounds each; the last one beyond all of them
     * @param nanos of all durations together
     */
    public record Durations(List<Long> counts, long nanos) {

        public Durations {
            counts = List.copyOf(counts);
        }

        public long count() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }
}
