package io.millrace.engine.delivery;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The committed batches that wait for one sink, the oldest first. A batch stays in it until the sink has it. Guarded by the lock of its
 * {@link Delivery}.
 *
 * <p>Once it is full it counts as full until it is half empty, so that a query does not stop and go for every batch.
 */
final class Outbox {

    private final Backlog most;
    private final ArrayDeque<OutboxBatch> waiting = new ArrayDeque<>();
    private long rows;
    private long bytes;
    private long newest;
    private boolean full;

    Outbox(Backlog most) {
        this.most = most;
    }

    void add(OutboxBatch batch) {
        newest = batch.batch();
        waiting.add(batch);
        rows += batch.rows();
        bytes += batch.bytes();
        full |= bytes >= most.bytes() || waiting.size() >= most.batches();
    }

    /** The number of the newest batch that ever waited; 0 before the first. */
    long newest() {
        return newest;
    }

    /** Gives what waits, and comes, numbers that are not less. */
    void numberFrom(long first) {
        long more = waiting.isEmpty() ? 0 : first - waiting.peek().batch();
        if (more > 0) {
            List<OutboxBatch> before = List.copyOf(waiting);
            waiting.clear();
            before.forEach(batch -> waiting.add(batch.numbered(batch.batch() + more)));
            newest += more;
        }
        newest = Math.max(newest, first - 1);
    }

    OutboxBatch oldest() {
        return waiting.peek();
    }

    OutboxBatch removeOldest() {
        OutboxBatch removed = waiting.remove();
        rows -= removed.rows();
        bytes -= removed.bytes();
        full &= bytes > most.bytes() / 2 || waiting.size() > most.batches() / 2;
        return removed;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isFull() {
        return full;
    }

    long batches() {
        return waiting.size();
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }
}
