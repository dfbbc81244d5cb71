package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.journal.storage.NoSpaceException;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The segment that records are written to. Only the writing thread uses it. */
final class ActiveSegment implements Closeable {

    private static final long BLOCK = 4096;

    private final Path path;
    private final SegmentHeader header;
    private final StoredFile file;
    private final long limit;
    private long allocated;

    private ActiveSegment(Path path, SegmentHeader header, StoredFile file, long limit, long allocated) {
        this.path = path;
        this.header = header;
        this.file = file;
        this.limit = limit;
        this.allocated = allocated;
    }

    /**
     * Creates a segment that appears under its name only when its head is on the disk.
     *
     * @param limit how large it may get
     * @param allocated how large it is at first
     */
    static ActiveSegment create(Storage storage, JournalFiles files, SegmentHeader header, long limit, long allocated)
            throws IOException {
        Path path = files.segment(header.firstLsn());
        Path unfinished = JournalFiles.unfinished(path);
        if (storage.exists(unfinished)) {
            storage.delete(unfinished);
        }
        StoredFile file = storage.create(unfinished);
        try {
            file.write(ByteBuffer.wrap(header.toBytes()), 0);
            file.allocate(allocated);
            file.force();
            storage.rename(unfinished, path);
            storage.forceDirectory(files.directory());
            return new ActiveSegment(path, header, file, limit, allocated);
        } catch (NoSpaceException e) {
            file.close();
            storage.delete(unfinished);
            throw e;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long firstLsn() {
        return header.firstLsn();
    }

    long limit() {
        return limit;
    }

    long allocated() {
        return allocated;
    }

    /**
     * Makes room up to a position at least.
     *
     * @param wished up to where, when there is so much
     */
    void allocate(long needed, long wished) throws IOException {
        try {
            file.allocate(Math.min(limit, Math.max(needed, wished)));
        } catch (NoSpaceException e) {
            if (file.size() < needed) {
                file.allocate(Math.min(limit, (needed + BLOCK - 1) / BLOCK * BLOCK));
            }
        } finally {
            allocated = Math.max(allocated, Math.min(limit, file.size()));
        }
    }

    void write(Encoder records, long offset) throws IOException {
        file.write(ByteBuffer.wrap(records.array(), 0, records.size()), offset);
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
