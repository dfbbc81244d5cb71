package io.millrace.connector.testkit;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Keeps what a source sends, and can hold it up. Thread-safe. */
public final class CollectedRows implements Receiver {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, Offset> reached = new HashMap<>();
    private Optional<Boolean> caughtUp = Optional.empty();
    private final CollectedRejects rejects = new CollectedRejects();
    private long most = Long.MAX_VALUE;
    private RuntimeException failure;

    @Override
    public synchronized void accept(String partition, Page page) {
        take(List.of(page));
    }

    private void take(List<Page> pages) {
        if (failure != null) {
            RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
        rows.addAll(PageText.weighted(pages));
        notifyAll();
        while (rows.size() >= most) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public synchronized void accept(String partition, List<Page> pages, Offset offset) {
        Offset before = reached.get(partition);
        if (before != null && before.compareTo(offset) >= 0) {
            throw new AssertionError("offset " + offset + " of " + partition + " follows on " + before);
        }
        if (failure == null) {
            reached.put(partition, offset);
        }
        take(pages);
    }

    @Override
    public synchronized void acceptAnew(String partition, List<Page> pages, Offset offset) {
        rows.clear();
        accept(partition, pages, offset);
    }

    @Override
    public synchronized void caughtUp(boolean finished) {
        caughtUp = Optional.of(finished);
        notifyAll();
    }

    /** Whether the source has come to its end, once it has given what was there at first. */
    public synchronized boolean awaitCaughtUp() throws InterruptedException {
        await(() -> caughtUp.isPresent());
        return caughtUp.get();
    }

    public synchronized boolean isCaughtUp() {
        return caughtUp.isPresent();
    }

    /** How far the source has come. */
    public synchronized Map<String, Offset> reached() {
        return Map.copyOf(reached);
    }

    public synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    @Override
    public synchronized void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        rejects.reject(raw, start, length, position, code, reason);
        notifyAll();
    }

    @Override
    public synchronized void ended(String partition) {
        ended.add(partition);
        notifyAll();
    }

    @Override
    public synchronized void problem(String text) {
        problems.add(text);
        notifyAll();
    }

    /** Holds the source up once so many rows are there. */
    public synchronized void holdAt(long count) {
        most = count;
        notifyAll();
    }

    /** Refuses the next page. */
    public synchronized void failOnce(RuntimeException thrown) {
        failure = thrown;
    }

    public synchronized List<String> awaitRows(int count) throws InterruptedException {
        await(() -> rows.size() >= count);
        return List.copyOf(rows);
    }

    public synchronized List<String> awaitEnded(int count) throws InterruptedException {
        await(() -> ended.size() >= count);
        return List.copyOf(ended);
    }

    public synchronized List<String> awaitProblems(int count) throws InterruptedException {
        await(() -> problems.size() >= count);
        return List.copyOf(problems);
    }

    public synchronized List<CollectedRejects.Reject> awaitRejects(int count) throws InterruptedException {
        await(() -> rejects.all().size() >= count);
        return rejects.all();
    }

    private synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited in vain; rows " + rows.size() + ", problems " + problems);
            }
            wait(left);
        }
    }

    public synchronized int count() {
        return rows.size();
    }
}
