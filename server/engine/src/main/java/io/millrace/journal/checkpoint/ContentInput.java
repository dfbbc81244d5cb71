package io.millrace.journal.checkpoint;

import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads a file from its beginning, in large pieces. */
final class ContentInput extends InputStream {

    private static final int PIECE = 1 << 18;

    private final StoredFile file;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long position;

    ContentInput(StoredFile file) {
        this.file = file;
    }

    /** Whether a file is what it has to be. */
    static boolean isWhole(StoredFile file, Manifest.File expected) throws IOException {
        if (file.size() != expected.length()) {
            return false;
        }
        CRC32C checksum = new CRC32C();
        ContentInput in = new ContentInput(file);
        while (in.fill()) {
            checksum.update(in.piece);
        }
        return in.position == expected.length() && (int) checksum.getValue() == expected.checksum();
    }

    private boolean fill() throws IOException {
        if (piece.capacity() == 0) { // direct, as the bytes would be copied into such memory first anyway
            piece = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(PIECE, file.size())));
        }
        piece.clear();
        int count = file.read(piece, position);
        piece.flip();
        position += Math.max(0, count);
        return count > 0;
    }

    @Override
    public int read() throws IOException {
        return piece.hasRemaining() || fill() ? piece.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (!piece.hasRemaining() && most >= PIECE) {
            int direct = file.read(ByteBuffer.wrap(into, from, most), position);
            position += Math.max(0, direct);
            return direct > 0 ? direct : -1;
        }
        if (!piece.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(most, piece.remaining());
        piece.get(into, from, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
