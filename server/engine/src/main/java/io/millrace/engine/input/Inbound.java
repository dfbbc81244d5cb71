package io.millrace.engine.input;

import io.millrace.engine.batch.PushedRows;
import io.millrace.engine.batch.Rejections;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
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

    /**
     * What one batch takes.
     *
     * @param rejected records that could not be read, those that are kept to be shown
     * @param rejectedCount how many there were
     */
    public record Taken(List<Parcel> parcels, List<RejectedRow> rejected, long rejectedCount) {

        public static final Taken NOTHING = new Taken(List.of(), List.of(), 0);

        /** Rows that are taken again after a restart, when nobody waits for them any more. */
        public static Taken again(List<PushedRows> pushed, Rejections rejections) {
            List<Parcel> parcels = new ArrayList<>();
            for (PushedRows rows : pushed) {
                CompletableFuture<Long> committed = rows.inserted() ? new CompletableFuture<>() : null;
                parcels.add(new Parcel(rows.partition(), rows.rows().pages(), committed, rows.ended()));
            }
            return new Taken(parcels, rejections.rows(), rejections.count());
        }

        public boolean isEmpty() {
            return parcels.isEmpty() && rejectedCount == 0;
        }

        /** The rows as data. */
        public List<PushedRows> pushed(RowType rowType) {
            return parcels.stream()
                    .map(parcel -> new PushedRows(
                            parcel.partition(),
                            new TypedPages(rowType, parcel.pages()),
                            parcel.committed() != null,
                            parcel.ended()))
                    .toList();
        }

        public Rejections rejections() {
            return new Rejections(rejectedCount, rejected);
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
    public Taken take(long maxRows) {
        lock.lock();
        try {
            List<RejectedRow> takenRejected = rejected;
            rejected = new ArrayList<>();
            long takenCount = rejectedCount;
            rejectedCount = 0;
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
            return new Taken(taken, takenRejected, takenCount);
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what a batch has taken that was aborted then; it comes first again. */
    void putBack(Taken taken) {
        lock.lock();
        try {
            parcels.addAll(0, taken.parcels());
            rejected.addAll(0, taken.rejected());
            rejectedCount += taken.rejectedCount();
            taken.parcels().forEach(this::waits);
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
