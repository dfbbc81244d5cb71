package io.millrace.connector.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A window on a file that moves forward, each time in a fresh array: the one before belongs to the pages made from it.
 *
 * <p>Not thread-safe.
 */
final class FileBlocks {

    /** Large enough that the work per block vanishes, small enough to stay in the processor's cache. */
    static final int BLOCK = 256 << 10;

    private final FileChannel channel;
    private byte[] bytes = new byte[0];
    /** Position in the file of {@code bytes[0]}. */
    private long base;

    private int filled;
    private boolean atEnd;

    FileBlocks(FileChannel channel, long position) {
        this.channel = channel;
        this.base = position;
    }

    /**
     * Moves on: keeps the bytes from {@code from} on and reads more behind them.
     *
     * @param wanted position in the file beyond which nothing more needs to be read now, if anything was
     */
    void advance(int from, long wanted) throws IOException {
        int kept = filled - from;
        long missing = wanted > end() ? wanted - end() : BLOCK;
        int room = (int) Math.min(missing, Math.max(BLOCK - kept, Math.max(kept, 1)));
        byte[] fresh = new byte[kept + room];
        System.arraycopy(bytes, from, fresh, 0, kept);
        base += from;
        bytes = fresh;
        filled = kept;
        while (filled < bytes.length) {
            int read = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), base + filled);
            if (read < 0) {
                atEnd = true;
                return;
            }
            filled += read;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    long base() {
        return base;
    }

    int filled() {
        return filled;
    }

    /** The position in the file after the window. */
    long end() {
        return base + filled;
    }

    /** Whether the file ends where the window does. */
    boolean atEnd() {
        return atEnd;
    }

    /** The index in the window where {@code value} comes first at or after {@code from}; {@link #filled()} when nowhere. */
    int indexOf(byte value, int from) {
        int index = from;
        while (index < filled && bytes[index] != value) {
            index++;
        }
        return index;
    }
}
