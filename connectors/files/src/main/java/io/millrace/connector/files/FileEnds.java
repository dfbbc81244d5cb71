package io.millrace.connector.files;

import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds positions in files at which reading may stop. */
final class FileEnds {

    private static final int BLOCK = 8 << 10;
    private static final long LEAST_STEP = 4 << 10;
    private static final long USUAL_RECORD = 256;
    private static final RejectedRows LEFT_TO_THE_READER = (raw, start, length, position, code, reason) -> {};

    private FileEnds() {}

    /** The position after the last line end within {@code [from, size)}; {@code from} when there is none. */
    static long afterLastLine(FileChannel channel, long from, long size) throws IOException {
        byte[] bytes = new byte[BLOCK];
        for (long end = size; end > from; ) {
            long start = Math.max(from, end - BLOCK);
            int read = channel.read(ByteBuffer.wrap(bytes, 0, (int) (end - start)), start);
            for (int i = read - 1; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return from;
    }

    /**
     * The position after the last whole record that begins at or after {@code from} and ends by {@code end}, counting at most
     * so many records and bytes, but at least one record.
     *
     * @param complete whether what lies at {@code end} is the end of a record
     */
    static long afterRecords(
            FileChannel channel, FileParsing parsing, long from, long end, RecordLimit limit, boolean complete)
            throws IOException {
        RecordParser parser = parsing.format().parser(new int[0]);
        parser.keepPositions();
        long start = parsing.begin(channel, from, parser);
        FileBlocks blocks = new FileBlocks(channel, start);
        long done = start;
        long rows = 0;
        int index = 0;
        int stop = 0;
        boolean last = start >= end;
        while (rows < limit.rows() && done - from < limit.bytes()) {
            int next = parser.parse(
                    blocks.bytes(), index, stop, blocks.base() + index, last && complete, LEFT_TO_THE_READER);
            if (next == index && stop - index > FileSplitReader.MAX_RECORD) {
                next = Math.min(blocks.indexOf((byte) '\n', index) + 1, stop);
            }
            int cut = cut(parser, limit.rows() - rows);
            if (cut < parser.rows()) {
                return parser.positions()[cut];
            }
            rows += parser.rows();
            parser.takePage();
            if (next > index) {
                index = next;
                done = blocks.base() + index;
            } else if (last) {
                break;
            } else {
                blocks.advance(index, Math.min(end, blocks.end() + step(limit, blocks.filled() - index)));
                index = 0;
                last = blocks.end() >= end || blocks.atEnd();
                stop = blocks.end() >= end ? (int) (end - blocks.base()) : blocks.filled();
            }
        }
        return Math.min(done, end);
    }

    /** The first row after so many that is of another record than the one before. */
    private static int cut(RecordParser parser, long most) {
        int cut = (int) Math.min(parser.rows(), most);
        long[] positions = parser.positions();
        while (cut < parser.rows() && positions[cut] == positions[cut - 1]) {
            cut++;
        }
        return cut;
    }

    /** How far to read on: little when few records are wanted, but at least as much as an unfinished record has. */
    private static long step(RecordLimit limit, int unfinished) {
        long usual =
                Math.min(FileBlocks.BLOCK, Math.max(LEAST_STEP, Math.min(limit.rows(), Page.MAX_ROWS) * USUAL_RECORD));
        return Math.max(usual, unfinished);
    }

    /** How many records and bytes may be passed. */
    record RecordLimit(long rows, long bytes) {}
}
