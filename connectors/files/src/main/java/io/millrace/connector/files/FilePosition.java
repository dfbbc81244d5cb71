package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.Offset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A place in the content of a partition, and what that content looks like up to there, so that it is known again wherever it is: under
 * another name, in a copy, and not in another file of the same name or inode.
 *
 * @param position how many bytes come before it
 * @param generation counts the contents that one path has had
 * @param head hash of the first bytes of the content, as far as they come before it
 * @param tail hash of the last bytes before it
 */
record FilePosition(long position, int generation, long head, long tail) {

    /** How many bytes at either end are looked at. */
    private static final int LOOK = 256;

    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_STEP = 0x100000001b3L;

    /** The start of a content. */
    static FilePosition start(int generation) {
        return new FilePosition(0, generation, HASH_START, HASH_START);
    }

    /** A place in what a file contains now, which has that many bytes. */
    static FilePosition at(FileChannel channel, long position, int generation) throws IOException {
        int length = (int) Math.min(LOOK, position);
        long tail = hash(channel, position - length, length);
        return new FilePosition(position, generation, position > LOOK ? hash(channel, 0, length) : tail, tail);
    }

    /** A place after the first bytes of a file. */
    static FilePosition first(FileChannel channel, int generation) throws IOException {
        return at(channel, FileContents.reaches(channel, LOOK) ? LOOK : channel.size(), generation);
    }

    private static long hash(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                break;
            }
        }
        long hash = HASH_START;
        for (int i = 0; i < bytes.position(); i++) {
            hash = (hash ^ (bytes.get(i) & 0xFF)) * HASH_STEP;
        }
        return hash;
    }

    /** Whether a file contains what comes before this place, and perhaps more. */
    boolean isIn(FileChannel channel) throws IOException {
        return beginsIn(channel)
                && FileContents.reaches(channel, position)
                && equals(at(channel, position, generation));
    }

    /** Spares looking far into a compressed file that is another from its start on. */
    private boolean beginsIn(FileChannel channel) throws IOException {
        return position <= LOOK || hash(channel, 0, LOOK) == head;
    }

    Offset offset() {
        ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES);
        bytes.putLong(position).putInt(generation).putLong(head).putLong(tail);
        return Offset.ofBytes(bytes.array());
    }

    static FilePosition of(Offset offset) {
        ByteBuffer bytes = ByteBuffer.wrap(offset.bytes());
        return new FilePosition(bytes.getLong(), bytes.getInt(), bytes.getLong(), bytes.getLong());
    }
}
