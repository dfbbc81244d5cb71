package io.millrace.journal.checkpoint;

import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes a new file from its beginning, in large pieces, and knows its length and checksum. */
final class ContentOutput extends OutputStream {

    private static final int PIECE = 1 << 20;

    /**
     * So much may wait in memory for the disk. Whoever forces the journal meanwhile would wait for all of it.
     */
    private static final int MOST_UNFORCED = 8 << 20;

    private final StoredFile file;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private long length;
    private int unforced;

    ContentOutput(StoredFile file) {
        this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        checksum.update(bytes, from, count);
        int at = from;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, piece.remaining());
            piece.put(bytes, at, part);
            at += part;
            left -= part;
            if (!piece.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        piece.flip();
        int count = piece.remaining();
        if (count > 0) {
            file.write(piece, length);
        }
        length += count;
        unforced += count;
        piece.clear();
        if (unforced >= MOST_UNFORCED) {
            file.force();
            unforced = 0;
        }
    }

    /** The file as it has to be found; after {@link #flush}. */
    Manifest.File describe(String name, long version, long size) {
        return new Manifest.File(name, length, (int) checksum.getValue(), version, size);
    }
}
