package io.millrace.app.trouble;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The outside system of one stream or sink: how many numbers it has, what it was given, and which call into it goes wrong now. */
public final class Troubles {

    private static final Map<String, Troubles> ALL = new ConcurrentHashMap<>();

    /** A call that goes wrong, until it is over. */
    private record Active(Call call, Fault fault, CountDownLatch over) {}

    private final List<List<Long>> delivered = new ArrayList<>();
    private volatile Active active;
    private volatile long numbers;
    private volatile long lastCommitted;
    private volatile long released;
    private volatile int failures;

    /** By the option {@code id}. */
    public static Troubles of(String id) {
        return ALL.computeIfAbsent(id, key -> new Troubles());
    }

    public void begin(Call call, Fault fault) {
        active = new Active(call, fault, new CountDownLatch(1));
    }

    public void end() {
        Active ended = active;
        active = null;
        if (ended != null) {
            ended.over().countDown();
        }
    }

    /** How often a call has gone wrong. */
    int failures() {
        return failures;
    }

    long numbers() {
        return numbers;
    }

    /** Lets the source have the numbers from 1 to {@code count}. */
    public void grow(long count) {
        numbers = count;
    }

    /** Forgets the numbers up to this one. */
    void release(long number) {
        released = number;
    }

    long released() {
        return released;
    }

    /** Fails when what comes after a number is asked for, and some of it was released. */
    void checkKept(long after) {
        if (after < released) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "the numbers up to " + released + " are forgotten, not only up to " + after);
        }
    }

    synchronized void deliver(long batch, List<Long> values) {
        delivered.add(List.copyOf(values));
        lastCommitted = batch;
    }

    synchronized List<Long> delivered() {
        return delivered.stream().flatMap(List::stream).toList();
    }

    long lastCommitted() {
        return lastCommitted;
    }

    /** Called at the beginning of each call; true when it has to give garbage. */
    boolean at(Call call) {
        Active now = active;
        if (now == null || now.call() != call) {
            return false;
        }
        failures++;
        switch (now.fault()) {
            case THROWS -> throw new IllegalArgumentException("a mistake in " + call);
            case THROWS_ERROR -> throw new AssertionError("a grave mistake in " + call);
            case OUTSIDE_FAILS ->
                throw new MillraceException(ErrorCode.SOURCE_FAILED, "the outside system does not like " + call);
            case HANGS -> hang(now, false);
            case HANGS_DEAF -> hang(now, true);
            case GARBAGE -> {
                return true;
            }
        }
        return false;
    }

    private static void hang(Active now, boolean deaf) {
        while (now.over().getCount() > 0) {
            try {
                now.over().await();
            } catch (InterruptedException e) {
                if (!deaf) {
                    Thread.currentThread().interrupt();
                    throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted", e);
                }
            }
        }
    }
}
