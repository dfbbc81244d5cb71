package io.millrace.engine.input;

import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Rows that were pushed to the server and wait for the next batch: those of INSERT, with somebody who waits for them, and those of
 * a source that cannot be asked again. Filled by any thread, drained by the driver's.
 */
public final class Inbound implements Receiver {

    /**
     * Rows of one sender.
     *
     * @param partition of the sender, for watermarks
     * @param committed completed with the batch id once the rows are visible everywhere; null when nobody waits
     * @param ended whether the sender is gone
     * @param refused how many of the rows were refused, known when they are committed
     */
    public record Parcel(
            String partition, List<Page> pages, CompletableFuture<Long> committed, boolean ended, AtomicLong refused) {

        Parcel(String partition, List<Page> pages, CompletableFuture<Long> committed, boolean ended) {
            this(partition, pages, committed, ended, new AtomicLong());
        }

        long rows() {
            return pages.stream().mapToLong(Page::size).sum();
        }

        long bytes() {
            PageBytes meter = new PageBytes();
            return pages.stream().mapToLong(meter::of).sum();
        }

        public void commit(long batch) {
            if (committed != null) {
                committed.complete(batch);
            }
        }

        public void fail(Throwable reason) {
            if (committed != null) {
                committed.completeExceptionally(reason);
            }
        }
    }

    private static final long MAX_WAITING_ROWS = 1_000_000;
    private static final long MAX_WAITING_BYTES =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);
    private static final int MAX_WAITING_REJECTED = 1_000;

    private final Health health;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private List<Parcel> parcels = new ArrayList<>();
    private List<RejectedRow> rejected = new ArrayList<>();
    private long waitingRows;
    private long waitingBytes;
    private volatile Runnable signal = () -> {};
    private boolean closed;
    private RuntimeException closedBecause;
    private long rejectedCount;

    Inbound(Health health) {
        this.health = health;
    }

    public void onInput(Runnable newSignal) {
        signal = newSignal;
    }

    /** Adds the rows of an INSERT. */
    public Parcel insert(List<Page> pages) {
        Parcel parcel = new Parcel("", pages, new CompletableFuture<>(), false);
        add(parcel);
        return parcel;
    }

    /** Takes the rows of an INSERT back; false when a batch has taken them already. */
    public boolean withdraw(Parcel parcel) {
        lock.lock();
        try {
            boolean waiting = parcels.remove(parcel);
            if (waiting) {
                taken(parcel);
                drained.signalAll();
            }
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accept(String partition, Page page) {
        health.report(Optional.empty());
        lock.lock();
        try {
            while ((waitingRows > MAX_WAITING_ROWS || waitingBytes > MAX_WAITING_BYTES) && !closed) {
                drained.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        add(new Parcel(partition, List.of(page), null, false));
    }

    /** Adds rows that the server itself made; never blocks. */
    public void offer(Page page) {
        add(new Parcel("", List.of(page), null, false));
    }

    private void add(Parcel parcel) {
        lock.lock();
        try {
            if (closed) {
                parcel.fail(closedBecause);
                return;
            }
            parcels.add(parcel);
            waits(parcel);
        } finally {
            lock.unlock();
        }
        signal.run();
    }

    private void waits(Parcel parcel) {
        waitingRows += parcel.rows();
        waitingBytes += parcel.bytes();
    }

    private void taken(Parcel parcel) {
        waitingRows -= parcel.rows();
        waitingBytes -= parcel.bytes();
    }

    @Override
    public void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        lock.lock();
        try {
            rejectedCount++;
            if (rejected.size() < MAX_WAITING_REJECTED) {
                byte[] copy = Arrays.copyOfRange(raw, start, start + length);
                rejected.add(new RejectedRow("", position, code, reason, copy));
            }
        } finally {
            lock.unlock();
        }
        signal.run();
    }

    @Override
    public void ended(String partition) {
        add(new Parcel(partition, List.of(), null, true));
    }

    /** The partitions whose rows still wait. */
    Set<String> waiting() {
        lock.lock();
        try {
            return parcels.stream()
                    .filter(parcel -> !parcel.ended())
                    .map(Parcel::partition)
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void problem(String text) {
        health.report(Optional.of(text));
    }

    public boolean isEmpty() {
        lock.lock();
        try {
            return parcels.isEmpty() && rejected.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all parcels, or one at a time when batches are to be as small as possible. */
    List<Parcel> takeParcels(long maxRows) {
        lock.lock();
        try {
            List<Parcel> taken = new ArrayList<>();
            long rows = 0;
            for (Parcel parcel : parcels) {
                long parcelRows = parcel.rows();
                if (!taken.isEmpty() && rows + parcelRows > maxRows) {
                    break;
                }
                taken.add(parcel);
                rows += parcelRows;
            }
            parcels = new ArrayList<>(parcels.subList(taken.size(), parcels.size()));
            taken.forEach(this::taken);
            drained.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives parcels back that a batch has taken and then was aborted; they come first again. */
    public void putBack(List<Parcel> taken, List<RejectedRow> takenRejected, long takenRejectedCount) {
        lock.lock();
        try {
            parcels.addAll(0, taken);
            rejected.addAll(0, takenRejected);
            rejectedCount += takenRejectedCount;
            taken.forEach(this::waits);
        } finally {
            lock.unlock();
        }
    }

    /** How many records were rejected since the last call, also those beyond what is kept to be shown. */
    long takeRejectedCount() {
        lock.lock();
        try {
            long taken = rejectedCount;
            rejectedCount = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    List<RejectedRow> takeRejected() {
        lock.lock();
        try {
            List<RejectedRow> taken = rejected;
            rejected = new ArrayList<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Lets blocked senders go and fails those who wait; called when the relation is dropped or the server stops. */
    public void close(RuntimeException reason) {
        lock.lock();
        try {
            closed = true;
            closedBecause = reason;
            parcels.forEach(parcel -> parcel.fail(reason));
            parcels = new ArrayList<>();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
