package io.millrace.connector.files;

import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the records that begin within a range of a file.
 *
 * <p>When records are lines, a range may begin and end anywhere: the reader looks for the first line that begins in it and
 * reads the last one beyond its end. Otherwise ranges begin and end between records.
 */
final class FileSplitReader implements SplitReader {

    /** A longer record is refused. */
    static final int MAX_RECORD = 16 << 20;

    /** How far beyond the end of the range the line end is first looked for. */
    private static final int OVERSHOOT = 4 << 10;

    private static final byte LINE_END = '\n';

    private final Path file;
    private final long splitEnd;
    private final boolean lines;
    private final int overshoot;
    private final RecordParser parser;
    private final FileMetadata metadata;
    private final RejectedRows rejected;
    private final FileChannel channel;
    private final FileBlocks blocks;

    private int from;
    private int stop;
    /** Whether what lies before the next line end is to be passed over. */
    private boolean skipping;
    /** Whether the window reaches to the end of the range. */
    private boolean last;

    private boolean finished;
    private Page page;

    FileSplitReader(FileRange range, FileParsing parsing, FileMetadata metadata, RejectedRows rejected) {
        this.file = Path.of(range.name());
        this.splitEnd = range.end();
        this.lines = parsing.format().splittable();
        this.overshoot = lines && !range.compressed() ? OVERSHOOT : 0;
        this.metadata = metadata;
        this.rejected = rejected;
        this.channel = range.channel();
        boolean ready = false;
        try {
            this.parser = parsing.format().parser(metadata.recordColumns());
            if (metadata.needsPositions()) {
                parser.keepPositions();
            }
            long start = parsing.begin(channel, range.start(), parser);
            finished = start >= splitEnd;
            skipping = lines && start == range.start() && start > 0;
            blocks = new FileBlocks(channel, skipping ? start - 1 : start);
            ready = true;
        } catch (IOException e) {
            throw FileErrors.of(file, e);
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    @Override
    public boolean advance() {
        page = null;
        try {
            while (!finished) {
                if (from < stop && !skipping) {
                    from = parser.parse(blocks.bytes(), from, stop, blocks.base() + from, last, rejected);
                }
                boolean exhausted = !parser.isFull() && (last || parser.rows() == 0);
                finished = last && exhausted;
                if (parser.rows() > 0) {
                    takePage();
                    return true;
                }
                if (!finished) {
                    refill();
                }
            }
            return false;
        } catch (IOException e) {
            throw FileErrors.of(file, e);
        }
    }

    private void takePage() {
        long[] positions = metadata.needsPositions() ? Arrays.copyOf(parser.positions(), parser.rows()) : null;
        page = metadata.complete(parser.takePage(), positions);
    }

    private void refill() throws IOException {
        if (blocks.filled() - from > MAX_RECORD) {
            rejected.reject(
                    blocks.bytes(),
                    from,
                    256,
                    blocks.base() + from,
                    ErrorCode.LIMIT_EXCEEDED,
                    "the record is longer than " + (MAX_RECORD >> 20) + " MiB; only its beginning is kept");
            skipping = true;
        }
        blocks.advance(skipping ? blocks.filled() : from, splitEnd + overshoot);
        from = 0;
        if (skipping) {
            skip();
        }
        findStop();
    }

    /** When the range ends before the line does, no record begins in what is left of it. */
    private void skip() {
        int lineEnd = blocks.indexOf(LINE_END, 0);
        from = Math.min(lineEnd + 1, blocks.filled());
        skipping = lineEnd == blocks.filled();
        finished = skipping ? blocks.atEnd() || blocks.end() >= splitEnd : blocks.base() + from >= splitEnd;
    }

    /** Finds how much of the window belongs to the range. */
    private void findStop() {
        stop = blocks.filled();
        if (blocks.end() < splitEnd) {
            if (blocks.atEnd()) {
                throw FileErrors.truncated(file, blocks.end(), splitEnd);
            }
            return;
        }
        if (!lines) {
            stop = (int) (splitEnd - blocks.base());
            last = true;
            return;
        }
        int lineEnd = blocks.indexOf(LINE_END, (int) Math.max(from, splitEnd - 1 - blocks.base()));
        if (lineEnd < blocks.filled()) {
            stop = lineEnd + 1;
            last = true;
        } else {
            last = blocks.atEnd();
        }
    }

    @Override
    public Page page() {
        return page;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileErrors.of(file, e);
        }
    }
}
