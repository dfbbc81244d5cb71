package io.millrace.engine.delivery;

import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.journal.checkpoint.ContentHistory;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
    private final ContentHistory<Long> history = new ContentHistory<>();

    Outbox(Backlog most) {
        this.most = most;
    }

    void add(OutboxBatch batch) {
        history.changed();
        newest = Math.max(newest, batch.batch());
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
            history.changed();
            history.rewritten();
        }
        newest = Math.max(newest, first - 1);
    }

    /** What waits, by number. */
    SortedMap<Long, List<Page>> waiting() {
        SortedMap<Long, List<Page>> pages = new TreeMap<>();
        waiting.forEach(batch -> pages.put(batch.batch(), batch.pages()));
        return pages;
    }

    void clear() {
        while (!waiting.isEmpty()) {
            removeOldest();
        }
    }

    OutboxBatch oldest() {
        return waiting.peek();
    }

    OutboxBatch removeOldest() {
        OutboxBatch removed = waiting.remove();
        history.changed();
        rows -= removed.rows();
        bytes -= removed.bytes();
        full &= bytes > most.bytes() / 2 || waiting.size() > most.batches() / 2;
        return removed;
    }

    /** What waits, for a checkpoint. */
    Content cut(String name, long nanos) {
        OutboxCut cut = new OutboxCut(List.copyOf(waiting), newest, nanos);
        return history.cut(name, newest, waiting.size(), cut::write);
    }

    /** Takes over what was cut, before anything is added. */
    void restore(ContentChain chain, long lastNumber, RowType rowType, long nanos) throws IOException {
        OutboxCut.Batches batches = new OutboxCut.Batches(rowType, nanos);
        chain.read(files -> {
            for (InputStream file : files) {
                batches.read(file);
            }
        });
        batches.waiting().forEach(this::add);
        newest = lastNumber;
        history.restored(chain, newest);
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
