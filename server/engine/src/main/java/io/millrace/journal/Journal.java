package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.journal.status.FsyncTimes;
import io.millrace.journal.status.JournalStatus;
import io.millrace.journal.storage.NoSpaceException;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The one ordered log of the server: typed records of bytes, each with its LSN, which counts from 1 without gaps.
 *
 * <p>A record that somebody has waited for is there after every later opening, with all before it; one that nobody has waited for may
 * be lost, with all after it. Thread-safe. Waiting cannot be interrupted.
 */
public final class Journal implements AutoCloseable {

    private final Opened opened;
    private final Appends appends;
    private final Reserve reserve;
    private final FsyncTimes times = new FsyncTimes();
    private final Thread thread;
    private final AtomicReference<Consumer<MillraceException>> onBroken = new AtomicReference<>();
    private final Object releasing = new Object();

    private Journal(Opened opened) throws IOException {
        this.opened = opened;
        Identity identity = opened.identity();
        appends = new Appends(
                new RecordLayout(identity.serverId(), identity.epoch()),
                opened.options(),
                opened.found().nextLsn());
        appends.begin(SegmentHeader.BYTES, opened.active().allocated());
        reserve = new Reserve(
                opened.storage(), opened.files().reserve(), opened.options().reserveBytes());
        reserve.take();
        thread = new Thread(new CommitThread(opened, appends, reserve, times, this::broken), "journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens the journal of a data directory with the usual sizes. */
    public static Journal open(Path dataDirectory, Durability durability, Duration interval, Storage storage) {
        return open(dataDirectory, JournalOptions.of(durability, interval), storage);
    }

    /**
     * Opens the journal of a data directory, or creates it. A server that has it open is stopped from writing to it.
     *
     * @throws MillraceException DATA_DAMAGED, with file and offset, when a record is damaged that was once durable; NOT_SUPPORTED when a
     *     newer version wrote it; DISK_FULL; FILE_ERROR
     */
    public static Journal open(Path dataDirectory, JournalOptions options, Storage storage) {
        try {
            return new Journal(Opening.open(dataDirectory, options, storage));
        } catch (NoSpaceException e) {
            throw new MillraceException(
                    ErrorCode.DISK_FULL, "the disk of " + dataDirectory + " is full; make room and start again", e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "the journal in " + dataDirectory + " cannot be opened: " + e.getMessage(),
                    e);
        }
    }

    /** Who wrote this journal; the same for all its life. */
    public UUID serverId() {
        return opened.identity().serverId();
    }

    /** What was done when it was opened because something was damaged, in words; nothing when all was whole. */
    public List<String> repairs() {
        return opened.repairs();
    }

    /** How often it was opened; later ones are higher. */
    public long epoch() {
        return opened.identity().epoch();
    }

    /** The first record that is kept. */
    public long firstLsn() {
        return opened.segments().firstLsn();
    }

    /** The LSN of the next record. */
    public long nextLsn() {
        return appends.nextLsn();
    }

    /**
     * The records that were there when the journal was opened, from an LSN on.
     *
     * @throws MillraceException DATA_DAMAGED when that record is not kept any more
     */
    public JournalReader read(long fromLsn) {
        if (fromLsn < firstLsn()) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the journal in " + opened.files().directory() + " begins with record " + firstLsn()
                            + ", but record " + fromLsn + " is needed; restore a backup");
        }
        return opened.found().read(fromLsn);
    }

    /** Adds a record; see {@link #append(RecordType, Urgency, byte[], int, int)}. */
    public long append(RecordType type, byte[] payload, int offset, int length) {
        return append(type, Urgency.ORDINARY, payload, offset, length);
    }

    /** Adds a record whose payload is what the encoders hold, one after the other. */
    public long append(RecordType type, Encoder... parts) {
        return append(type, Urgency.ORDINARY, parts);
    }

    /** Adds a record whose payload is what the encoders hold, one after the other. */
    public long append(RecordType type, Urgency urgency, Encoder... parts) {
        long length = 0;
        for (Encoder part : parts) {
            length += part.size();
        }
        return appends.append(type, urgency, checked(length), out -> {
            for (Encoder part : parts) {
                out.putAll(part);
            }
        });
    }

    /**
     * Adds a record and returns its LSN. The payload is copied. The record is not durable before {@link #await} has returned for it or
     * a later one; when nobody waits, it is after the interval.
     *
     * @throws MillraceException DISK_FULL when there is no room: nothing of the record is there, and others that fit may be added.
     *     LIMIT_EXCEEDED when it is too large for any journal; JOURNAL_BROKEN; SERVER_STOPPING after {@link #close}
     */
    public long append(RecordType type, Urgency urgency, byte[] payload, int offset, int length) {
        return appends.append(type, urgency, checked(length), out -> out.putBytes(payload, offset, length));
    }

    private static int checked(long length) {
        if (length > RecordLayout.MOST_PAYLOAD) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a record of the journal has at most " + RecordLayout.MOST_PAYLOAD + " bytes, not " + length
                            + "; use smaller statements or batches");
        }
        return (int) length;
    }

    /**
     * Returns when a record, with all before it, is as durable as the setting says. Threads that wait at the same time share an fsync.
     *
     * @throws MillraceException JOURNAL_BROKEN when that will never be known: the record may be there after the next opening or not
     */
    public void await(long lsn) {
        appends.await(lsn);
    }

    /** Asks for what {@link #await} waits for, and returns at once. */
    public void request(long lsn) {
        appends.request(lsn);
    }

    /**
     * Whether {@link #await} would return at once.
     *
     * @throws MillraceException JOURNAL_BROKEN as there
     */
    public boolean isReached(long lsn) {
        return appends.isReached(lsn);
    }

    /** Who is told when records have become more durable, or never will be; by the thread that writes, which must not be held up. */
    public void onProgress(Runnable listener) {
        appends.onProgress(listener);
    }

    /** Segments whose records all come before an LSN are not needed any more. */
    public void release(long lsn) {
        Storage storage = opened.storage();
        synchronized (releasing) {
            try {
                Optional<Path> oldest = opened.segments().oldestBefore(lsn);
                while (oldest.isPresent()) {
                    storage.delete(oldest.get());
                    opened.segments().removeOldest();
                    storage.forceDirectory(opened.files().directory());
                    oldest = opened.segments().oldestBefore(lsn);
                }
            } catch (IOException e) {
                MillraceException failure = CommitThread.broken(e);
                broken(failure);
                throw failure;
            }
        }
    }

    /** Who is told when the journal can never be written again; at once, when that is so already. */
    public void onBroken(Consumer<MillraceException> listener) {
        onBroken.set(listener);
        appends.failure().ifPresent(this::tell);
    }

    /** Why it can never be written again; empty when it can. */
    public Optional<MillraceException> failure() {
        return appends.failure();
    }

    /** Nothing can be written any more, because what was written cannot be carried out. */
    public void giveUp(MillraceException cause) {
        broken(cause);
    }

    private void broken(MillraceException failure) {
        if (appends.fail(failure)) {
            tell(failure);
        }
    }

    /** At most once. */
    private void tell(MillraceException failure) {
        Consumer<MillraceException> listener = onBroken.getAndSet(null);
        if (listener != null) {
            listener.accept(failure);
        }
    }

    public JournalStatus status() {
        return new JournalStatus(
                opened.segments().bytes(),
                opened.segments().size(),
                appends.nextLsn(),
                appends.durableLsn(),
                appends.undurableBytes(),
                times.count(),
                times.total(),
                times.quantile(0.5),
                times.quantile(0.99),
                reserve.held());
    }

    /**
     * Writes and forces everything that was added, whatever the setting says.
     *
     * @throws MillraceException JOURNAL_BROKEN when that has failed; not when the journal was broken before
     */
    @Override
    public void close() {
        boolean broken = appends.failure().isPresent();
        appends.close();
        awaitEnd();
        if (!broken) {
            appends.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
