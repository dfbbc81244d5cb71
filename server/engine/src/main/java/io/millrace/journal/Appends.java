package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What the threads that append share with the one that writes: records in memory, and how far they have come.
 *
 * <p>A record gets its LSN and its place in the segment when it is added. The writing thread takes all records at once; those that are
 * added while it writes and forces go together next time.
 */
final class Appends {

    /** So many bytes are written though nobody waits for them. */
    private static final int EAGER = 1 << 20;

    /** So many bytes may be in memory before those who add more have to wait. */
    private static final int MOST_WAITING = 32 << 20;

    private static final int KEPT_MEMORY = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final Deque<RoomRequest> requests = new ArrayDeque<>();
    private final RecordLayout format;
    private final JournalProgress progress;

    private Encoder filling = new Encoder();
    private Encoder empty = new Encoder();
    private boolean crowded;
    private long nextLsn;
    private long end;
    private long allocated;
    private boolean sealed;
    private boolean closing;
    private MillraceException failure;
    private volatile Runnable listener = () -> {};

    Appends(RecordLayout format, JournalOptions options, long nextLsn) {
        this.format = format;
        this.nextLsn = nextLsn;
        progress = new JournalProgress(options, nextLsn - 1);
    }

    /** Adds a record and returns its LSN; waits for room. */
    long append(RecordType type, Urgency urgency, int length, RecordLayout.Payload payload) {
        long bytes = RecordLayout.size(length);
        return locked(() -> {
            awaitRoom(bytes, urgency);
            putRecord(type, length, payload);
            end += bytes;
            if (progress.added() || filling.size() >= EAGER) {
                work.signal();
            }
            return nextLsn++;
        });
    }

    private void putRecord(RecordType type, int length, RecordLayout.Payload payload) {
        int start = filling.size();
        boolean whole = false;
        try {
            format.put(filling, type, nextLsn, progress.durableLsn(), length, payload);
            whole = true;
        } finally {
            if (!whole) {
                filling.cut(start);
            }
        }
    }

    private void awaitRoom(long bytes, Urgency urgency) {
        while (true) {
            checkOpen();
            if (filling.size() > 0 && filling.size() + bytes > MOST_WAITING) {
                crowded = true;
                work.signal();
                news.awaitUninterruptibly();
            } else if (fits(bytes)) {
                return;
            } else {
                request(new RoomRequest(bytes, urgency));
            }
        }
    }

    private boolean fits(long bytes) {
        return !sealed && end + bytes <= allocated;
    }

    private void request(RoomRequest request) {
        requests.add(request);
        work.signal();
        while (!request.answered()) {
            checkOpen();
            news.awaitUninterruptibly();
        }
        request.throwRefusal();
    }

    private void checkOpen() {
        if (failure != null) {
            throw broken();
        } else if (closing) {
            throw new MillraceException(
                    ErrorCode.SERVER_STOPPING, "the server is stopping; nothing is written any more");
        }
    }

    /** Each thread gets an exception of its own. */
    private MillraceException broken() {
        return new MillraceException(failure.code(), failure.getMessage(), failure);
    }

    /** Waits until a record is as durable as the setting says. */
    void await(long lsn) {
        locked(() -> {
            while (!reached(lsn)) {
                want(lsn);
                news.awaitUninterruptibly();
            }
        });
    }

    /** Asks for what {@link #await} waits for. */
    void request(long lsn) {
        locked(() -> want(lsn));
    }

    boolean isReached(long lsn) {
        return locked(() -> reached(lsn));
    }

    private void want(long lsn) {
        if (lsn >= nextLsn) {
            throw new IllegalArgumentException("record " + lsn + " has not been added; the next is " + nextLsn);
        }
        if (progress.reachedLsn() < lsn && progress.want(lsn)) {
            work.signal();
        }
    }

    private boolean reached(long lsn) {
        if (progress.reachedLsn() < lsn && failure != null) {
            throw broken();
        }
        return progress.reachedLsn() >= lsn;
    }

    void onProgress(Runnable newListener) {
        listener = newListener;
    }

    /**
     * What the writing thread does next.
     *
     * @param offset of the records in the segment
     * @param last whether nothing comes after it
     * @param request that needs more room in the segment; null when there is none
     */
    record Work(Encoder records, long offset, long lastLsn, boolean force, boolean last, RoomRequest request) {}

    /** Waits until there is something to do, and takes all of it; empty when the journal is broken. */
    Optional<Work> take() {
        return locked(() -> {
            awaitWork();
            if (failure != null) {
                return Optional.empty();
            }
            boolean end = closing && progress.durableLsn() < nextLsn - 1;
            return Optional.of(takeRecords(end || progress.mustForce(), nextRequest()));
        });
    }

    private void awaitWork() {
        while (!progress.wanted() && !crowded && filling.size() < EAGER && requests.isEmpty()) {
            long left = progress.nanosLeft();
            if (left <= 0 || closing || failure != null) {
                return;
            }
            try {
                if (progress.anyWaiting()) {
                    work.awaitNanos(left);
                } else {
                    work.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("the thread that writes the journal was interrupted", e);
            }
        }
    }

    private RoomRequest nextRequest() {
        RoomRequest request = requests.poll();
        if (request != null && fits(request.bytes())) {
            request.grant();
            return null;
        }
        return request;
    }

    private Work takeRecords(boolean force, RoomRequest request) {
        Encoder records = filling;
        filling = empty;
        crowded = false;
        progress.taken(records.size());
        return new Work(records, end - records.size(), nextLsn - 1, force, closing, request);
    }

    /** Tells those who wait how far the writing thread has come. */
    void done(Work finished) {
        locked(() -> {
            finished.records.clear();
            empty = finished.records.array().length > KEPT_MEMORY ? new Encoder() : finished.records;
            progress.written(finished.lastLsn, finished.force, filling.size() > 0);
            news.signalAll();
        });
        listener.run();
    }

    /** Lets nothing more into the segment, and takes what was still added to it. */
    Work seal() {
        return locked(() -> {
            sealed = true;
            return takeRecords(true, null);
        });
    }

    /** There is so much room in the segment. */
    void allow(long room) {
        locked(() -> {
            sealed = false;
            allocated = room;
        });
    }

    /** Records go to a new segment. */
    void begin(long offset, long room) {
        locked(() -> {
            end = offset;
            allow(room);
        });
    }

    void grant(RoomRequest request) {
        locked(() -> {
            request.grant();
            news.signalAll();
        });
    }

    void refuse(RoomRequest request, MillraceException reason) {
        locked(() -> {
            request.refuse(reason);
            news.signalAll();
        });
    }

    /** Where the next record goes. */
    long end() {
        return locked(() -> end);
    }

    long nextLsn() {
        return locked(() -> nextLsn);
    }

    long durableLsn() {
        return locked(progress::durableLsn);
    }

    /** Bytes of records that are not on the disk. */
    long undurableBytes() {
        return locked(() -> progress.undurableBytes() + filling.size());
    }

    /** Everything that was added is written and forced; nothing more is let in. */
    void close() {
        locked(() -> {
            closing = true;
            work.signal();
            news.signalAll();
        });
    }

    /** All who wait, and all who come, fail; false when the journal was broken before. */
    boolean fail(MillraceException reason) {
        boolean news = locked(() -> {
            boolean first = failure == null;
            if (first) {
                failure = reason;
            }
            work.signal();
            this.news.signalAll();
            return first;
        });
        listener.run();
        return news;
    }

    Optional<MillraceException> failure() {
        return locked(() -> Optional.ofNullable(failure));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
