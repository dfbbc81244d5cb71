package io.millrace.connector.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The beginning of a file, by which its columns are found.
 *
 * @param bytes the first MiB
 * @param whole whether there are no more
 */
public record FileSample(byte[] bytes, boolean whole) {

    private static final int SIZE = 1 << 20;
    private static final byte LINE_END = '\n';

    public static FileSample of(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(SIZE, file.size()));
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // reads on
        }
        return new FileSample(bytes.array(), file.size() <= bytes.capacity());
    }

    /** The lines that are complete, each with its line end; the last one of a whole file is, too. */
    public byte[] lines() {
        int end = ByteScan.lastIndexOf(bytes, LINE_END, 0, bytes.length) + 1;
        if (!whole || end == bytes.length) {
            return Arrays.copyOf(bytes, end);
        }
        byte[] lines = Arrays.copyOf(bytes, bytes.length + 1);
        lines[bytes.length] = LINE_END;
        return lines;
    }
}
