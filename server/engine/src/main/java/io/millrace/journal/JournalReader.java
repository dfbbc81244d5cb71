package io.millrace.journal;

import io.millrace.codec.Decoder;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The records of a journal, in order, up to where they ended when it was examined or opened. Not thread-safe. */
public final class JournalReader implements AutoCloseable {

    private final Storage storage;
    private final Deque<Segment> left;
    private final long fromLsn;
    private final long durableLsn;
    private Segment segment;
    private SegmentScan scan;

    JournalReader(Storage storage, List<Segment> segments, long fromLsn, long durableLsn) {
        this.storage = storage;
        this.fromLsn = fromLsn;
        this.durableLsn = durableLsn;
        left = new ArrayDeque<>(segments);
        left.removeIf(candidate -> candidate.nextLsn() <= fromLsn);
    }

    /** Goes to the next record; false at the end. */
    public boolean advance() {
        try {
            do {
                if (!advanceAny()) {
                    return false;
                }
            } while (lsn() < fromLsn);
            return true;
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "the journal cannot be read: " + segment.path() + ": " + e.getMessage(), e);
        }
    }

    private boolean advanceAny() throws IOException {
        while (scan == null || scan.expected() >= segment.nextLsn()) {
            close();
            if (left.isEmpty()) {
                return false;
            }
            segment = left.remove();
            scan = new SegmentScan(storage, segment.path(), segment.header());
        }
        if (!scan.advance()) {
            throw scan.damage("record " + scan.expected() + " has changed since the journal was opened")
                    .refusal();
        }
        return true;
    }

    public long lsn() {
        return scan.lsn();
    }

    public RecordType type() {
        return RecordType.of(scan.typeCode()).orElseThrow();
    }

    /** The version of the payload's layout. */
    public int version() {
        return scan.version();
    }

    /** The payload; only until the next record. What is taken from it may need the memory that {@link Decoder} allows unless told otherwise. */
    public Decoder payload() {
        return payload(Decoder.DEFAULT_ALLOWANCE);
    }

    /**
     * The payload; only until the next record.
     *
     * @param allowance bytes of memory that the values in it may take
     */
    public Decoder payload(long allowance) {
        return scan.payload(allowance);
    }

    /** The length of the payload. */
    public int bytes() {
        return scan.length();
    }

    /** The file that the record is in. */
    public Path file() {
        return segment.path();
    }

    /** Where the record begins in its file. */
    public long offset() {
        return scan.position();
    }

    /** Whether something shows that the record is on the disk. */
    public boolean durable() {
        return lsn() <= durableLsn;
    }

    @Override
    public void close() {
        if (scan != null) {
            try {
                scan.close();
            } catch (IOException e) {
                throw new MillraceException(
                        ErrorCode.FILE_ERROR, segment.path() + " cannot be closed: " + e.getMessage(), e);
            } finally {
                scan = null;
            }
        }
    }
}
