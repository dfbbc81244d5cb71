package io.millrace.connector.files;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a range of a file that consists of blocks. */
final class FileBlockReader implements SplitReader {

    private final Path file;
    private final FileChannel channel;
    private final FileMetadata metadata;
    private final BlockFormat.Reader blocks;
    private Page page;

    FileBlockReader(FileRange range, BlockFormat format, FileMetadata metadata, RejectedRows rejected) {
        this.file = Path.of(range.name());
        this.channel = range.channel();
        this.metadata = metadata;
        boolean ready = false;
        try {
            blocks = format.open(channel, range.start(), range.end(), metadata.recordColumns(), rejected);
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
        try {
            boolean more = blocks.advance();
            page = more ? metadata.complete(blocks.page(), positions()) : null;
            return more;
        } catch (IOException e) {
            throw FileErrors.of(file, e);
        }
    }

    private long[] positions() {
        return metadata.needsPositions() ? blocks.positions() : null;
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
