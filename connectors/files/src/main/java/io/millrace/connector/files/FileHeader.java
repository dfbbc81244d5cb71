package io.millrace.connector.files;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The first line of a file.
 *
 * @param line its bytes, without line end
 * @param end where the next line begins
 * @param complete whether the line end is there
 */
record FileHeader(byte[] line, long end, boolean complete) {

    private static final int FIRST_READ = 4096;

    static FileHeader read(FileChannel channel) throws IOException {
        byte[] bytes = new byte[FIRST_READ];
        int filled = 0;
        int searched = 0;
        while (true) {
            int read = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled), filled);
            filled += Math.max(0, read);
            for (; searched < filled; searched++) {
                if (bytes[searched] == '\n') {
                    int length = searched > 0 && bytes[searched - 1] == '\r' ? searched - 1 : searched;
                    return new FileHeader(Arrays.copyOf(bytes, length), searched + 1L, true);
                }
            }
            if (read < 0) {
                return new FileHeader(Arrays.copyOf(bytes, filled), filled, false);
            }
            if (filled > FileSplitReader.MAX_RECORD) {
                throw new MillraceException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "the first line is longer than " + (FileSplitReader.MAX_RECORD >> 20) + " MiB");
            }
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, filled * 2);
            }
        }
    }
}
