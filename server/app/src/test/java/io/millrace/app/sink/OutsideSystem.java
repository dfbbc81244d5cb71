package io.millrace.app.sink;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something outside that takes rows whose first column is a BIGINT, unless a test has told it to fail or to hang. It remembers batches
 * and rows in the order they came.
 */
final class OutsideSystem implements Sink {

    private static final Map<String, OutsideSystem> SYSTEMS = new ConcurrentHashMap<>();

    /** What happens when a batch comes, before it is stored. */
    interface Event {
        void on(long batch);
    }

    private final List<Long> batches = new ArrayList<>();
    private final List<Long> values = new ArrayList<>();
    private final AtomicLong attempts = new AtomicLong();
    private volatile Event event = batch -> {};
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile boolean stubborn;
    private volatile boolean closed;
    private volatile long lastCommitted;
    private volatile long underWay;
    private volatile List<Page> underWayRows = List.of();

    static OutsideSystem create(String name) {
        OutsideSystem system = new OutsideSystem();
        SYSTEMS.put(name, system);
        return system;
    }

    /** A system that a test has created, to be used by one more sink. */
    static OutsideSystem open(String name) {
        OutsideSystem system = SYSTEMS.get(name);
        system.closed = false;
        return system;
    }

    /**
     * Puts a system in its place for all that is opened from now on, which has what this one has.
     *
     * @param more whether it has also the batch that this one is about to store
     */
    synchronized OutsideSystem fork(String name, boolean more) {
        OutsideSystem system = create(name);
        system.batches.addAll(batches);
        system.values.addAll(values);
        system.lastCommitted = lastCommitted;
        if (more) {
            system.put(underWay, underWayRows);
        }
        return system;
    }

    /** Lets each batch do something before it is stored. */
    void before(Event newEvent) {
        event = newEvent;
    }

    /** Never answers from now on, until {@link #answer}. */
    void hang() {
        hanging = new CountDownLatch(1);
    }

    /** As {@link #hang}, and takes no notice of interrupts. */
    void hangStubbornly() {
        stubborn = true;
        hang();
    }

    void answer() {
        hanging.countDown();
    }

    long attempts() {
        return attempts.get();
    }

    boolean closed() {
        return closed;
    }

    synchronized List<Long> batches() {
        return List.copyOf(batches);
    }

    /** The first columns of the rows, each as often as its weight says; negative ones with a minus. */
    synchronized List<Long> values() {
        return List.copyOf(values);
    }

    /** What is left when rows that were taken back are gone, times their values. */
    synchronized long sum() {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public long lastCommitted() {
        return lastCommitted;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        attempts.incrementAndGet();
        awaitAnswer();
        underWay = batch;
        underWayRows = rows;
        event.on(batch);
        put(batch, rows);
    }

    private synchronized void put(long batch, List<Page> rows) {
        batches.add(batch);
        rows.forEach(this::store);
        lastCommitted = batch;
    }

    private void store(Page page) {
        LongColumn column = (LongColumn) page.column(0);
        for (int row = 0; row < page.size(); row++) {
            long weight = page.weight(row);
            for (long copy = Math.abs(weight); copy > 0; copy--) {
                values.add(Long.signum(weight) * column.values()[row]);
            }
        }
    }

    private void awaitAnswer() {
        boolean answered = false;
        while (!answered) {
            try {
                hanging.await();
                answered = true;
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw new MillraceException(ErrorCode.SINK_FAILED, "interrupted", e);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
