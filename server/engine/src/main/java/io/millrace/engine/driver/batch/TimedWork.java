package io.millrace.engine.driver.batch;

import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;

/** What time alone gives the driver to do: rows that leave, partitions that fall silent, arrival times. Used by its thread. */
final class TimedWork {

    private static final long NANOS_BETWEEN_ASKED = 10_000_000;
    private static final long NANOS_BETWEEN_ARRIVAL_TIMES = 1_000_000_000;

    private final BatchClock clock;
    private final Relations relations;
    private long arrivalNanos;
    private long askedNanos = System.nanoTime() - NANOS_BETWEEN_ASKED;

    TimedWork(BatchClock clock, Relations relations) {
        this.clock = clock;
        this.relations = relations;
    }

    /**
     * How long nothing is to be done unless somebody signals, in nanoseconds.
     *
     * @param most for how long at the most
     * @param poll how often sources are asked that do not announce their input, and how close batches may be that only time asks for
     */
    long nanosToWork(long most, long poll) {
        long wait = most;
        for (Input input : relations.inputs()) {
            boolean asked = input.replayable().isPresent()
                    && !input.exhausted()
                    && !input.suspended()
                    && input.lost().isEmpty()
                    && relations.consumed(input)
                    && !input.waits();
            wait = Math.min(wait, asked ? Math.max(poll, input.health().retryIn()) : idleIn(input));
            if (input.definition().timedByArrival() && isRead(input) && !clock.manual()) {
                wait = Math.min(wait, NANOS_BETWEEN_ARRIVAL_TIMES - (clock.nanos() - arrivalNanos));
            }
        }
        for (RunningQuery query : relations.queries()) {
            if (query.wakesAt() != Long.MAX_VALUE && !clock.manual()) {
                wait = Math.min(wait, (query.wakesAt() - clock.millis()) * 1_000_000);
            }
        }
        return Math.max(wait, poll);
    }

    private boolean isRead(Input input) {
        return relations.consumed(input) && !input.waits();
    }

    /** When a silent partition of the input stops holding time back, in nanoseconds from now. */
    private long idleIn(Input input) {
        return clock.manual() || !isRead(input)
                ? Long.MAX_VALUE
                : input.watermarks().nextIdle(clock.nanos());
    }

    /**
     * Where rows are timed when they come, none of an earlier time than this batch's will come.
     *
     * @param batch whether there will be a batch anyway; else once in a while
     */
    void advanceArrivalTimes(BatchTime time, long nanos, boolean batch) {
        if (!batch && nanos - arrivalNanos < NANOS_BETWEEN_ARRIVAL_TIMES) {
            return;
        }
        arrivalNanos = nanos;
        for (Input input : relations.inputs()) {
            if (input.definition().timedByArrival() && isRead(input)) {
                input.advanceTo(time.timestamp(), nanos);
                input.watermarks().advance(nanos);
            }
        }
    }

    /** Whether time alone asks for a batch. What leaves within a few milliseconds may leave together. */
    boolean isAsked(BatchTime time) {
        long machine = System.nanoTime();
        if (machine - askedNanos < NANOS_BETWEEN_ASKED
                || relations.queries().stream().noneMatch(query -> query.wakesAt() <= time.timestamp())) {
            return false;
        }
        askedNanos = machine;
        return true;
    }

    /** Whether the watermarks give some query something to do. */
    public boolean moves() {
        return relations.queries().stream()
                .anyMatch(query -> query.takesPart() && query.time().advance(relations));
    }
}
