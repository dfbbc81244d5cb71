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
        ByteBuffer bytes = ByteBuffer.allocate(SIZE + 1);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // reads on
        }
        boolean whole = bytes.position() <= SIZE;
        return new FileSample(Arrays.copyOf(bytes.array(), whole ? bytes.position() : SIZE), whole);
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
