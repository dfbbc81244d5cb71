package io.millrace.engine.input;

import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.PushedRows;
import io.millrace.engine.batch.Rejections;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
     * What a source says of itself with its rows.
     *
     * @param reached how far it has come in the partition; empty when it does not count
     * @param caughtUp whether it has given what was there at first
     * @param finished whether there will never be more
     * @param anew whether the rows take the place of all that the table has
     */
    private record Mark(Optional<Offset> reached, boolean caughtUp, boolean finished, boolean anew) {
        static final Mark NONE = new Mark(Optional.empty(), false, false, false);
        static final Mark ANEW = new Mark(Optional.empty(), false, false, true);
    }

    /**
     * Rows of one sender.
     *
     * @param partition of the sender, for watermarks
     * @param committed completed with the batch id once the rows are visible everywhere; null when nobody waits
     * @param ended whether the sender is gone
     * @param refused how many of the rows were refused, known when they are committed
     * @param mark what the source says with them
     */
    public record Parcel(
            String partition,
            List<Page> pages,
            CompletableFuture<Long> committed,
            boolean ended,
            AtomicLong refused,
            Mark mark) {

        Parcel(String partition, List<Page> pages, CompletableFuture<Long> committed, boolean ended) {
            this(partition, pages, committed, ended, new AtomicLong(), Mark.NONE);
        }

        Parcel(String partition, List<Page> pages, Mark mark) {
            this(partition, pages, null, false, new AtomicLong(), mark);
        }

        boolean caughtUp() {
            return mark.caughtUp();
        }

        /** Whether the rows take the place of all that the table has. */
        boolean anew() {
            return mark.anew();
        }

        /** Whether there is anything to write down beside the mark. */
        private boolean isSent() {
            return !pages.isEmpty() || committed != null || ended || mark.anew();
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
     * @param reached how far the source has come with them, by partition
     * @param finished whether the source will never have more
     */
    public record Taken(
            List<Parcel> parcels,
            List<RejectedRow> rejected,
            long rejectedCount,
            Map<String, Offset> reached,
            boolean finished) {

        public static final Taken NOTHING = new Taken(List.of(), List.of(), 0, Map.of(), false);

        /** Where a partition begins whose source counts. */
        private static final Offset BEGINNING = Offset.ofBytes(new byte[0]);

        static Taken of(List<Parcel> parcels, List<RejectedRow> rejected, long rejectedCount) {
            Map<String, Offset> reached = new LinkedHashMap<>();
            parcels.forEach(
                    parcel -> parcel.mark().reached().ifPresent(offset -> reached.put(parcel.partition(), offset)));
            boolean finished = parcels.stream().anyMatch(parcel -> parcel.mark().finished());
            return new Taken(parcels, rejected, rejectedCount, reached, finished);
        }

        /** Rows that are taken again after a restart, when nobody waits for them any more. */
        public static Taken again(InputPlan plan, boolean counted) {
            List<Parcel> parcels = new ArrayList<>();
            for (PushedRows rows : plan.pushed()) {
                CompletableFuture<Long> committed = rows.inserted() ? new CompletableFuture<>() : null;
                parcels.add(new Parcel(
                        rows.partition(),
                        rows.rows().pages(),
                        committed,
                        rows.ended(),
                        new AtomicLong(),
                        rows.anew() ? Mark.ANEW : Mark.NONE));
            }
            Map<String, Offset> reached = new LinkedHashMap<>();
            plan.splits().forEach(split -> reached.put(split.partition(), split.end()));
            return new Taken(
                    parcels,
                    plan.rejected().rows(),
                    plan.rejected().count(),
                    counted ? reached : Map.of(),
                    counted && plan.exhausted());
        }

        public boolean isEmpty() {
            return parcels.isEmpty() && rejectedCount == 0 && reached.isEmpty() && !finished;
        }

        /** How far the source has come, as ranges from where it was. */
        public List<Split> splits(Map<String, Offset> before) {
            return reached.entrySet().stream()
                    .map(entry -> new Split(
                            entry.getKey(), before.getOrDefault(entry.getKey(), BEGINNING), entry.getValue(), 0))
                    .toList();
        }

        /** The rows as data. */
        public List<PushedRows> pushed(RowType rowType) {
            return parcels.stream()
                    .filter(Parcel::isSent)
                    .map(parcel -> new PushedRows(
                            parcel.partition(),
                            new TypedPages(rowType, parcel.pages()),
                            parcel.committed() != null,
                            parcel.ended(),
                            parcel.anew()))
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

    private static final long MILLIS_BETWEEN_ROOM = 100;

    private final Health health;
    private final CompletableFuture<Void> content;
    private final Runnable admission;
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

    /**
     * Makes one that is empty.
     *
     * @param content who waits for what the source had at first
     * @param admission fails when there is no room for more rows of a source
     */
    Inbound(Health health, CompletableFuture<Void> content, Runnable admission) {
        this.health = health;
        this.content = content;
        this.admission = admission;
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
        awaitDrained();
        add(new Parcel(partition, List.of(page), null, false));
    }

    @Override
    public void accept(String partition, List<Page> pages, Offset reached) {
        add(partition, pages, new Mark(Optional.of(reached), false, false, false));
    }

    @Override
    public void acceptAnew(String partition, List<Page> pages, Offset reached) {
        add(partition, pages, new Mark(Optional.of(reached), false, false, true));
    }

    private void add(String partition, List<Page> pages, Mark mark) {
        awaitRoom();
        health.report(Optional.empty());
        awaitDrained();
        add(new Parcel(partition, pages, mark));
    }

    @Override
    public void caughtUp(boolean finished) {
        health.report(Optional.empty());
        if (finished || !content.isDone()) {
            add(new Parcel("", List.of(), new Mark(Optional.empty(), true, finished, false)));
        }
    }

    private void awaitDrained() {
        lock.lock();
        try {
            while ((waitingRows > MAX_WAITING_ROWS || waitingBytes > MAX_WAITING_BYTES) && !closed) {
                drained.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what is kept of the input may grow. */
    private void awaitRoom() {
        lock.lock();
        try {
            for (MillraceException full = noRoom(); full != null && !closed; full = noRoom()) {
                problem(full.userMessage());
                drained.await(MILLIS_BETWEEN_ROOM, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SERVER_STOPPING, "nothing is taken any more", e);
        } finally {
            lock.unlock();
        }
    }

    private MillraceException noRoom() {
        try {
            admission.run();
            return null;
        } catch (MillraceException e) {
            return e;
        }
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
        content.completeExceptionally(new MillraceException(ErrorCode.SOURCE_FAILED, text));
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
            return Taken.of(taken, takenRejected, takenCount);
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
