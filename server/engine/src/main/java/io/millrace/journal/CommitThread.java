package io.millrace.journal;

import io.millrace.journal.status.FsyncTimes;
import io.millrace.journal.storage.NoSpaceException;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes records and makes them durable, for all who wait at that moment.
 *
 * <p>Nobody is told that a record is durable before the force that covers it has returned and the identity file has shown that no other
 * server has taken over. After a write or a force has failed, nothing is tried again: the journal is broken.
 */
final class CommitThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);
    private static final long MOST_CHUNK = 4L << 20;

    private final Storage storage;
    private final JournalFiles files;
    private final JournalOptions options;
    private final Identity identity;
    private final Appends appends;
    private final SegmentList segments;
    private final Reserve reserve;
    private final FsyncTimes times;
    private final Consumer<MillraceException> whenBroken;
    private ActiveSegment segment;
    private boolean aheadRefused;

    CommitThread(
            Opened opened, Appends appends, Reserve reserve, FsyncTimes times, Consumer<MillraceException> whenBroken) {
        storage = opened.storage();
        files = opened.files();
        options = opened.options();
        identity = opened.identity();
        segment = opened.active();
        segments = opened.segments();
        this.appends = appends;
        this.reserve = reserve;
        this.times = times;
        this.whenBroken = whenBroken;
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                Optional<Appends.Work> work = appends.take();
                if (work.isEmpty()) {
                    return;
                }
                perform(work.get());
                last = work.get().last();
            }
            recordEnd();
        } catch (IOException | RuntimeException | Error e) {
            whenBroken.accept(broken(e));
        } finally {
            closeSegment();
        }
    }

    /** Notes what was on the disk at the end, so that its loss is noticed; without room for it, what was noted before stays true. */
    private void recordEnd() throws IOException {
        checkEpoch();
        Identity end = identity.withDurable(appends.durableLsn());
        try {
            end.write(storage, files.identity());
        } catch (NoSpaceException e) {
            if (reserve.release()) {
                recordEnd();
            } else {
                LOG.warn("The disk of {} is full; the end of the journal could not be noted", files.directory());
            }
        }
    }

    static MillraceException broken(Throwable cause) {
        if (cause instanceof MillraceException known && known.code() == ErrorCode.JOURNAL_BROKEN) {
            return known;
        }
        String fact = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new MillraceException(
                ErrorCode.JOURNAL_BROKEN,
                "the journal could not be written (" + fact
                        + "); nothing is written any more until the server has been started again and has seen what is on the disk",
                cause);
    }

    private void perform(Appends.Work work) throws IOException {
        write(work);
        if (work.request() != null) {
            answer(work.request());
        } else {
            allocateAhead();
        }
    }

    private void write(Appends.Work work) throws IOException {
        if (work.records().size() > 0) {
            try {
                segment.write(work.records(), work.offset());
            } catch (NoSpaceException e) {
                if (!reserve.release()) {
                    throw e;
                }
                segment.write(work.records(), work.offset());
            }
        }
        if (work.force()) {
            force();
        }
        appends.done(work);
    }

    private void force() throws IOException {
        long start = System.nanoTime();
        segment.force();
        times.add(System.nanoTime() - start);
        checkEpoch();
    }

    /** Fails when another server has opened the journal since: it may have read it before our records were there. */
    private void checkEpoch() throws IOException {
        long epoch =
                Identity.read(storage, files.identity()).map(Identity::epoch).orElse(0L);
        if (epoch != identity.epoch()) {
            throw new MillraceException(
                    ErrorCode.JOURNAL_BROKEN,
                    "another server has taken over the data directory (epoch " + epoch + ", after " + identity.epoch()
                            + "); this one must stop");
        }
    }

    private void answer(RoomRequest request) throws IOException {
        if (request.urgency() == Urgency.ORDINARY && !reserve.take()) {
            appends.refuse(request, diskFull());
            return;
        }
        try {
            makeRoom(request);
            appends.grant(request);
        } catch (NoSpaceException e) {
            if (request.urgency() == Urgency.ESSENTIAL && reserve.release()) {
                answer(request);
            } else {
                appends.refuse(request, diskFull());
            }
        }
    }

    private MillraceException diskFull() {
        return new MillraceException(
                ErrorCode.DISK_FULL,
                "the disk of " + files.directory()
                        + " is full; nothing was changed; make room and try again, reads go on");
    }

    private void makeRoom(RoomRequest request) throws IOException {
        long needed = appends.end() + request.bytes();
        if (needed > segment.limit()) {
            roll(request.bytes());
            return;
        }
        try {
            segment.allocate(needed, reserve.held() ? segment.allocated() + chunk() : needed);
        } finally {
            allocated();
        }
    }

    private void allocated() {
        appends.allow(segment.allocated());
        segments.resize(segment.allocated());
        aheadRefused = false;
    }

    /** Takes room before it is needed, so that nobody has to wait for it. */
    private void allocateAhead() throws IOException {
        long end = appends.end();
        long allocated = segment.allocated();
        if (aheadRefused || allocated == segment.limit() || allocated - end >= chunk() / 2 || !reserve.held()) {
            return;
        }
        try {
            segment.allocate(end, allocated + chunk());
            allocated();
        } catch (NoSpaceException e) {
            aheadRefused = true;
        }
    }

    private long chunk() {
        return Math.min(MOST_CHUNK, Math.max(options.segmentBytes() / 16, 1));
    }

    /** Goes on in a new segment. All records of the old one are durable before the new one can be seen. */
    private void roll(long bytes) throws IOException {
        write(appends.seal());
        long firstLsn = appends.nextLsn();
        SegmentHeader header = new SegmentHeader(identity.serverId(), identity.epoch(), firstLsn);
        long needed = SegmentHeader.BYTES + bytes;
        long limit = Math.max(options.segmentBytes(), needed);
        ActiveSegment next;
        try {
            next = ActiveSegment.create(storage, files, header, limit, Math.max(needed, Math.min(limit, chunk())));
        } catch (NoSpaceException e) {
            appends.allow(segment.allocated());
            throw e;
        }
        segment.close();
        if (segment.firstLsn() == firstLsn) {
            segments.removeNewest();
        }
        segment = next;
        segments.add(next.path(), firstLsn, next.allocated());
        appends.begin(SegmentHeader.BYTES, next.allocated());
        aheadRefused = false;
    }

    private void closeSegment() {
        try {
            segment.close();
        } catch (IOException e) {
            whenBroken.accept(broken(e));
        }
    }
}
