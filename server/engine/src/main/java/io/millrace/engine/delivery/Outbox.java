package io.millrace.engine.delivery;

import java.util.ArrayDeque;

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
        if (batch.batch() <= newest) {
            throw new IllegalStateException("batch " + batch.batch() + " comes after batch " + newest);
        }
        newest = batch.batch();
        waiting.add(batch);
        rows += batch.rows();
        bytes += batch.bytes();
        full |= bytes >= most.bytes() || waiting.size() >= most.batches();
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
