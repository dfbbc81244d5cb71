package io.millrace.engine.operator.session;

import java.util.Arrays;

/** Runs of numbers, in order and apart from each other. */
public final class Gaps {

    /** Takes a run of numbers. */
    @FunctionalInterface
    public interface Taker {
        void take(long from, long to);
    }

    private long[] from = new long[8];
    private long[] to = new long[8];
    private int size;

    public void clear() {
        size = 0;
    }

    /** Adds a run behind the others, unless it is empty. */
    public void add(long first, long last) {
        if (first > last) {
            return;
        }
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        from[size] = first;
        to[size++] = last;
    }

    /** Passes on the runs of numbers that are here and not in the others. */
    public void without(Gaps others, Taker taker) {
        int other = 0;
        for (int i = 0; i < size; i++) {
            long next = from[i];
            while (other < others.size && others.to[other] < next) {
                other++;
            }
            for (int at = other; at < others.size && others.from[at] <= to[i]; at++) {
                if (next < others.from[at]) {
                    taker.take(next, others.from[at] - 1);
                }
                next = others.to[at] + 1;
            }
            if (next <= to[i]) {
                taker.take(next, to[i]);
            }
        }
    }
}
