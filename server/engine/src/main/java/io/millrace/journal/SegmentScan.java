package io.millrace.journal;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Reads the records of one segment in order, as far as they are whole. Not thread-safe. */
final class SegmentScan implements Closeable {

    private static final int WINDOW = 1 << 20;
    private static final int LEAST_RECORD = 32;

    private final Path path;
    private final StoredFile file;
    private final long size;
    private final RecordLayout format;
    private byte[] window = new byte[WINDOW];
    private ByteBuffer view = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;
    private int windowBytes;
    private long position = SegmentHeader.BYTES;
    private long end = SegmentHeader.BYTES;
    private long expected;
    private int head;

    SegmentScan(Storage storage, Path path, SegmentHeader header) throws IOException {
        this.path = path;
        file = storage.openForReading(path);
        size = file.size();
        format = new RecordLayout(header.serverId(), header.epoch());
        expected = header.firstLsn();
    }

    /** Goes to the next record; false when what comes next is not one. */
    boolean advance() throws IOException {
        position = end;
        if (!headAt(position) || lsn() != expected || !whole()) {
            return false;
        }
        end = position + RecordLayout.size(length());
        expected++;
        return true;
    }

    /** Where the record begins, or would begin. */
    long position() {
        return position;
    }

    /** Where the next record begins. */
    long end() {
        return end;
    }

    /** The LSN that the next record has. */
    long expected() {
        return expected;
    }

    long size() {
        return size;
    }

    int length() {
        return view.getInt(head);
    }

    int typeCode() {
        return view.get(head + 4) & 0xFF;
    }

    int flags() {
        return view.get(head + 5) & 0xFF;
    }

    int version() {
        return view.get(head + 6) & 0xFF;
    }

    long lsn() {
        return view.getLong(head + 8);
    }

    /** The last record that was on the disk when this one was added. */
    long durableLsn() {
        return view.getLong(head + 16);
    }

    /** The payload; until the next record is read. */
    Decoder payload(long allowance) {
        int from = head + RecordLayout.HEAD;
        return new Decoder(window, from, from + length(), position + RecordLayout.HEAD, version(), allowance);
    }

    /**
     * Whether a whole record lies beyond the end that was added when the next expected one was already on the disk. Then that one has
     * been damaged; otherwise it was never finished.
     */
    boolean laterOneProvesLoss() throws IOException {
        for (long at = position + RecordLayout.ALIGNMENT; at <= size - LEAST_RECORD; at += RecordLayout.ALIGNMENT) {
            if (headAt(at)
                    && lsn() > expected
                    && lsn() < expected + size
                    && durableLsn() >= expected
                    && durableLsn() < lsn()
                    && whole()) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the next whole record beyond what is none; false when there is none. */
    boolean skipDamage() throws IOException {
        for (long at = position + RecordLayout.ALIGNMENT; at <= size - LEAST_RECORD; at += RecordLayout.ALIGNMENT) {
            if (headAt(at) && lsn() > expected && lsn() < expected + size && whole()) {
                position = at;
                end = at + RecordLayout.size(length());
                expected = lsn() + 1;
                return true;
            }
        }
        return false;
    }

    /** Adds the record to others, in the segment of a layout. */
    void copyTo(Encoder out, RecordLayout target) {
        target.putCopy(out, window, head, length());
    }

    private boolean headAt(long offset) throws IOException {
        return offset <= size - LEAST_RECORD && load(offset, RecordLayout.HEAD);
    }

    /** Whether the record whose head was loaded is what was written. */
    private boolean whole() throws IOException {
        int length = length();
        long offset = windowStart + head;
        if (length < 0 || length > RecordLayout.MOST_PAYLOAD || RecordLayout.size(length) > size - offset) {
            return false;
        }
        load(offset, (int) RecordLayout.size(length));
        int checked = RecordLayout.HEAD + length;
        return view.getInt(head + checked) == format.checksum(window, head, checked);
    }

    /** Has bytes of the file in the window, from {@link #head} on. */
    private boolean load(long offset, int bytes) throws IOException {
        if (offset < windowStart || offset + bytes > windowStart + windowBytes) {
            if (bytes > window.length) {
                window = new byte[bytes + WINDOW];
                view = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
            }
            windowBytes = file.read(ByteBuffer.wrap(window), offset);
            windowStart = offset;
        }
        head = (int) (offset - windowStart);
        return head + bytes <= windowBytes;
    }

    Problem damage(String fact) {
        return Problem.damage(path, position, fact);
    }

    Problem newer(String fact) {
        return Problem.newer(path, position, fact);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
