package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
    private final Condition progress = lock.newCondition();
    private final Deque<RoomRequest> requests = new ArrayDeque<>();
    private final RecordFormat format;
    private final Durability durability;
    private final long interval;

    private Encoder filling = new Encoder();
    private Encoder empty = new Encoder();
    private long end;
    private long allocated;
    private boolean sealed;
    private long nextLsn;
    private long writtenLsn;
    private long durableLsn;
    private long wantedLsn;
    private long undurableBytes;
    private long dirtySince;
    private boolean dirty;
    private boolean closing;
    private MillraceException failure;

    Appends(RecordFormat format, JournalOptions options, long nextLsn) {
        this.format = format;
        this.durability = options.durability();
        this.interval = options.interval().toNanos();
        this.nextLsn = nextLsn;
        writtenLsn = nextLsn - 1;
        durableLsn = nextLsn - 1;
        wantedLsn = nextLsn - 1;
    }

    /** Adds a record and returns its LSN; waits for room. */
    long append(RecordType type, Urgency urgency, int length, RecordFormat.Payload payload) {
        long bytes = RecordFormat.size(length);
        lock.lock();
        try {
            awaitRoom(bytes, urgency);
            long lsn = nextLsn;
            putRecord(type, lsn, length, payload);
            nextLsn++;
            end += bytes;
            if (!dirty) {
                dirty = true;
                dirtySince = System.nanoTime();
                work.signal();
            } else if (filling.size() >= EAGER) {
                work.signal();
            }
            return lsn;
        } finally {
            lock.unlock();
        }
    }

    private void putRecord(RecordType type, long lsn, int length, RecordFormat.Payload payload) {
        int start = filling.size();
        boolean whole = false;
        try {
            format.put(filling, type, lsn, durableLsn, length, payload);
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
                work.signal();
                progress.awaitUninterruptibly();
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
            progress.awaitUninterruptibly();
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
        lock.lock();
        try {
            if (lsn >= nextLsn) {
                throw new IllegalArgumentException("record " + lsn + " has not been added; the next is " + nextLsn);
            }
            while (reached() < lsn) {
                if (failure != null) {
                    throw broken();
                }
                if (wantedLsn < lsn) {
                    wantedLsn = lsn;
                    work.signal();
                }
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private long reached() {
        return durability == Durability.FSYNC ? durableLsn : writtenLsn;
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
        lock.lock();
        try {
            boolean due = awaitWork();
            if (failure != null) {
                return Optional.empty();
            }
            boolean force = closing && durableLsn < nextLsn - 1;
            force |= durability == Durability.FSYNC && wantedLsn > durableLsn;
            force |= durability != Durability.NONE && due;
            return Optional.of(takeRecords(force, nextRequest()));
        } finally {
            lock.unlock();
        }
    }

    /** Whether what is in memory, or not forced, has been so for as long as it may. */
    private boolean awaitWork() {
        while (true) {
            long left = dirty ? dirtySince + interval - System.nanoTime() : Long.MAX_VALUE;
            boolean wanted = wantedLsn > reached() || filling.size() >= EAGER || !requests.isEmpty();
            if (left <= 0 || wanted || closing || failure != null) {
                return left <= 0;
            }
            try {
                if (dirty) {
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
        undurableBytes += records.size();
        return new Work(records, end - records.size(), nextLsn - 1, force, closing, request);
    }

    /** Tells those who wait how far the writing thread has come. */
    void done(Work finished) {
        lock.lock();
        try {
            finished.records.clear();
            empty = finished.records.array().length > KEPT_MEMORY ? new Encoder() : finished.records;
            writtenLsn = finished.lastLsn;
            if (finished.force) {
                durableLsn = finished.lastLsn;
                undurableBytes = 0;
            }
            if (finished.force || durability == Durability.NONE) {
                dirty = filling.size() > 0;
                dirtySince = System.nanoTime();
            }
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more into the segment, and takes what was still added to it. */
    Work seal() {
        lock.lock();
        try {
            sealed = true;
            return takeRecords(true, null);
        } finally {
            lock.unlock();
        }
    }

    /** There is so much room in the segment. */
    void allow(long room) {
        lock.lock();
        try {
            sealed = false;
            allocated = room;
        } finally {
            lock.unlock();
        }
    }

    /** Records go to a new segment. */
    void begin(long offset, long room) {
        lock.lock();
        try {
            end = offset;
            allocated = room;
            sealed = false;
        } finally {
            lock.unlock();
        }
    }

    void grant(RoomRequest request) {
        lock.lock();
        try {
            request.grant();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void refuse(RoomRequest request, MillraceException reason) {
        lock.lock();
        try {
            request.refuse(reason);
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the next record goes. */
    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    long nextLsn() {
        lock.lock();
        try {
            return nextLsn;
        } finally {
            lock.unlock();
        }
    }

    long durableLsn() {
        lock.lock();
        try {
            return durableLsn;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of records that are not on the disk. */
    long undurableBytes() {
        lock.lock();
        try {
            return undurableBytes + filling.size();
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was added is written and forced; nothing more is let in. */
    void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All who wait, and all who come, fail; false when the journal was broken before. */
    boolean fail(MillraceException reason) {
        lock.lock();
        try {
            boolean first = failure == null;
            if (first) {
                failure = reason;
            }
            work.signal();
            progress.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    Optional<MillraceException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }
}
