package io.millrace.connector.binary.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of the pages of one column. */
final class ChunkInput extends InputStream {

    private static final int BLOCK = 64 << 10;

    private final FileChannel channel;
    private final byte[] block = new byte[BLOCK];
    /** Where the bytes behind the block are in the file. */
    private long position;

    private int at;
    private int filled;

    ChunkInput(FileChannel channel, long start) {
        this.channel = channel;
        this.position = start;
    }

    @Override
    public int read() throws IOException {
        if (at == filled) {
            filled = Math.max(0, channel.read(ByteBuffer.wrap(block), position));
            position += filled;
            at = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return block[at++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int kept = Math.min(length, filled - at);
        System.arraycopy(block, at, target, start, kept);
        at += kept;
        if (kept > 0) {
            return kept;
        }
        int read = channel.read(ByteBuffer.wrap(target, start, length), position);
        position += Math.max(0, read);
        return read;
    }

    /** So many bytes, all of them. */
    byte[] take(int length) throws IOException {
        byte[] bytes = new byte[length];
        if (readNBytes(bytes, 0, length) < length) {
            throw new EOFException("it ended within a page");
        }
        return bytes;
    }
}
