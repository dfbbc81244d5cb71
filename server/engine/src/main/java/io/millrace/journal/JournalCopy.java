package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes whole records of a journal once more, one after the other, into a single segment: for a backup, and when what is around them is
 * damaged. Not thread-safe.
 */
public final class JournalCopy implements Closeable {

    private static final int PIECE = 1 << 20;

    private final StoredFile file;
    private final RecordLayout layout;
    private final Encoder out = new Encoder();
    private long written;
    private long nextLsn;

    /** Creates a segment under a name that does not count yet. */
    JournalCopy(Storage storage, Path unfinished, SegmentHeader header) throws IOException {
        if (storage.exists(unfinished)) {
            storage.delete(unfinished);
        }
        file = storage.create(unfinished);
        layout = new RecordLayout(header.serverId(), header.epoch());
        nextLsn = header.firstLsn();
        byte[] head = header.toBytes();
        out.putBytes(head, 0, head.length);
    }

    /** Adds the record that a scan is at, if it is the next one. */
    void add(SegmentScan scan) throws IOException {
        if (scan.lsn() != nextLsn) {
            return;
        }
        scan.copyTo(out, layout);
        nextLsn++;
        if (out.size() >= PIECE) {
            flush();
        }
    }

    long nextLsn() {
        return nextLsn;
    }

    private void flush() throws IOException {
        file.write(ByteBuffer.wrap(out.array(), 0, out.size()), written);
        written += out.size();
        out.clear();
    }

    /** Has everything on the disk. */
    void finish() throws IOException {
        flush();
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Makes the journal of another data directory, which has none: the records from an LSN on that were found. It is the journal of the same
     * server in the same epoch.
     *
     * @return the bytes of the records
     */
    public static long write(Examination found, long fromLsn, Path dataDirectory, Storage storage) throws IOException {
        JournalFiles files = JournalFiles.of(dataDirectory);
        Identity identity = found.identity().orElseThrow();
        storage.createDirectories(files.directory());
        Path segment = files.segment(fromLsn);
        Path unfinished = JournalFiles.unfinished(segment);
        SegmentHeader header = new SegmentHeader(identity.serverId(), identity.epoch(), fromLsn);
        long bytes;
        try (JournalCopy copy = new JournalCopy(storage, unfinished, header)) {
            for (Segment source : found.segments()) {
                copy.addAll(storage, source);
            }
            if (copy.nextLsn() != found.nextLsn()) {
                throw new IOException("record " + copy.nextLsn() + " has changed since it was read");
            }
            copy.finish();
            bytes = copy.written;
        }
        storage.rename(unfinished, segment);
        identity.withDurable(found.nextLsn() - 1).write(storage, files.identity());
        storage.forceDirectory(dataDirectory);
        return bytes;
    }

    private void addAll(Storage storage, Segment source) throws IOException {
        if (source.nextLsn() <= nextLsn) {
            return;
        }
        try (SegmentScan scan = new SegmentScan(storage, source.path(), source.header())) {
            while (scan.expected() < source.nextLsn() && scan.advance()) {
                add(scan);
            }
        }
    }

    /**
     * Lets the server that opens the journal of a data directory next be a later one than all that know of an epoch.
     *
     * @param epoch at least that; more when the journal has been there already
     */
    public static void takeOver(Path dataDirectory, long epoch, Storage storage) throws IOException {
        JournalFiles files = JournalFiles.of(dataDirectory);
        Identity identity = Identity.read(storage, files.identity())
                .orElseThrow(() -> new IOException(files.identity() + " is damaged"));
        new Identity(identity.serverId(), Math.max(identity.epoch() + 1, epoch), identity.durableLsn())
                .write(storage, files.identity());
    }
}
