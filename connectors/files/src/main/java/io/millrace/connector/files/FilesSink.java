package io.millrace.connector.files;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Appends rows to one file, or to one for each combination of the values of some columns, in directories named after them.
 *
 * <p>A batch is in the files when it is delivered. The server remembers nothing over a restart and computes all rows again; the sink
 * then begins anew too.
 */
final class FilesSink implements Sink {

    private final OutputDirectory directory;
    private final PartitionPaths partitions;
    private final int[] written;
    private final Supplier<RecordWriter> writers;
    private final byte[] header;
    private long lastBatch;

    private FilesSink(
            OutputDirectory directory,
            PartitionPaths partitions,
            int[] written,
            Supplier<RecordWriter> writers,
            byte[] header) {
        this.directory = directory;
        this.partitions = partitions;
        this.written = written;
        this.writers = writers;
        this.header = header;
    }

    static FilesSink open(SinkDefinition definition) {
        PartitionPaths partitions = PartitionPaths.of(definition);
        int[] written = partitions.otherColumns();
        RowType rowType = definition.rowType().project(written);
        Supplier<RecordWriter> writers = () -> definition.format().orElseThrow().writer(rowType, definition.options());
        byte[] header = writers.get().header();
        return new FilesSink(OutputDirectory.prepare(definition), partitions, written, writers, header);
    }

    @Override
    public long lastCommitted() {
        return lastBatch;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        if (batch <= lastBatch) {
            return;
        }
        Map<String, RecordWriter> touched = new LinkedHashMap<>();
        for (Page page : rows) {
            append(page, touched);
        }
        touched.forEach(this::write);
        lastBatch = batch;
    }

    private void append(Page page, Map<String, RecordWriter> touched) {
        Page record = page.project(written);
        RecordWriter writer = null;
        for (int row = 0; row < page.size(); row++) {
            if (page.weight(row) < 0) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "a file can only grow, but the query takes a row back; write it as CREATE SINK … AS SELECT STREAM");
            }
            if (writer == null || !partitions.sameAsBefore(page, row)) {
                writer = touched.computeIfAbsent(partitions.path(page, row), path -> writers.get());
            }
            for (long copy = page.weight(row); copy > 0; copy--) {
                writer.append(record, row);
            }
        }
    }

    private void write(String path, RecordWriter writer) {
        Path file = directory.file(path);
        try {
            Files.createDirectories(file.getParent());
            boolean begins = !Files.exists(file);
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                if (begins) {
                    out.write(header);
                }
                writer.writeTo(out);
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    @Override
    public void close() {
        // files are closed after each batch
    }
}
