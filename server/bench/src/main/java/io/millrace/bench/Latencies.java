package io.millrace.bench;

import java.util.Arrays;
import java.util.Locale;

/** Measured durations, and the percentiles that describe them. */
final class Latencies {

    private final long[] nanos;
    private int size;

    Latencies(int capacity) {
        nanos = new long[capacity];
    }

    void add(long duration) {
        nanos[size++] = duration;
    }

    /** Adds others, as many as there is room for. */
    void addAll(Latencies others) {
        int count = Math.min(others.size, nanos.length - size);
        System.arraycopy(others.nanos, 0, nanos, size, count);
        size += count;
    }

    boolean hasRoom() {
        return size < nanos.length;
    }

    int size() {
        return size;
    }

    String text() {
        if (size == 0) {
            return "none";
        }
        Arrays.sort(nanos, 0, size);
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms  p99 %.2f ms  max %.2f ms",
                nanos[size / 2] / 1e6,
                nanos[size * 99 / 100] / 1e6,
                nanos[size - 1] / 1e6);
    }
}
