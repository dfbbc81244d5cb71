package io.millrace.engine.driver.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Changes that wait for a batch. Filled by any thread, taken by the driver's. */
public final class WaitingChanges {

    private final Deque<Change> waiting = new ArrayDeque<>();
    private RuntimeException closed;

    public synchronized void add(Change change) {
        if (closed != null) {
            change.committed().completeExceptionally(closed);
        } else {
            waiting.add(change);
        }
    }

    /** Takes a change back; false when a batch has taken it already. */
    public synchronized boolean withdraw(Change change) {
        return waiting.remove(change);
    }

    public synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes those that wait, in order: as many as have that many rows, and at least one. */
    synchronized List<Change> take(long maxRows) {
        List<Change> taken = new ArrayList<>();
        long rows = 0;
        while (!waiting.isEmpty() && (taken.isEmpty() || rows + waiting.peek().rows() <= maxRows)) {
            rows += waiting.peek().rows();
            taken.add(waiting.poll());
        }
        return taken;
    }

    /** Gives back what a batch has taken that was aborted then; it comes first again. */
    synchronized void putBack(List<Change> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            waiting.addFirst(taken.get(i));
        }
    }

    /** Fails those who wait, and all who come. */
    public synchronized void close(RuntimeException reason) {
        closed = reason;
        waiting.forEach(change -> change.committed().completeExceptionally(reason));
        waiting.clear();
    }
}
