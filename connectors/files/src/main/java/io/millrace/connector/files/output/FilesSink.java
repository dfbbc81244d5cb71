package io.millrace.connector.files.output;

import io.millrace.connector.files.content.Compression;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Appends rows to files, of which there are some for each combination of the values of some columns, in directories named after them.
 *
 * <p>A batch is written and synchronized after what counts of its files, then a manifest takes the place of the one before in which
 * they count for more: that is the moment at which the batch is there. A crash before it leaves bytes that do not count, and are
 * removed when the sink is asked what it has.
 *
 * <p>Where the format needs all rows of a file to make one, what counts is its pieces, in a hidden file. A whole file is made of them
 * when it is large or old enough, or the sink is closed.
 */
public final class FilesSink implements Sink {

    private static final class Part {
        private final RecordWriter writer;
        private long rows;

        Part(RecordWriter writer) {
            this.writer = writer;
        }
    }

    private final OutputDirectory directory;
    private final OutputRolling rolling;
    private final PartitionPaths partitions;
    private final int[] written;
    private final Supplier<RecordWriter> writers;
    private final Optional<Compression> compression;
    private final Optional<RecordWriter.Assembly> assembly;
    /** The epoch that the files had when the sink was asked for it, or that of the rows since; less than any before. */
    private long taken = -1;

    private FilesSink(OutputDirectory directory, SinkDefinition definition, Clock clock) {
        this.directory = directory;
        this.compression = OutputCompression.of(definition);
        this.partitions = PartitionPaths.of(definition);
        this.written = partitions.otherColumns();
        this.writers = () -> writer(definition, partitions);
        this.assembly = writers.get().assembly();
        this.rolling = OutputRolling.of(definition.options(), assembly.isPresent(), clock);
    }

    public static FilesSink open(SinkDefinition definition, DurableFiles files, Clock clock) {
        FilesSink probe = new FilesSink(OutputDirectory.of(definition, files), definition, clock);
        OutputCompression.check(definition, probe.writers.get()); // fails before anything is deleted
        return new FilesSink(OutputDirectory.prepare(definition, files), definition, clock);
    }

    public static FilesSink reopen(SinkDefinition definition, DurableFiles files, Clock clock) {
        return new FilesSink(OutputDirectory.of(definition, files), definition, clock);
    }

    /** Whether files are made of pieces. */
    public static boolean endsLater(SinkDefinition definition) {
        return writer(definition, PartitionPaths.of(definition)).assembly().isPresent();
    }

    /** Writes the columns that are in the files, and not in the names of their directories. */
    private static RecordWriter writer(SinkDefinition definition, PartitionPaths partitions) {
        RowType rowType = definition.rowType().project(partitions.otherColumns());
        return definition.format().orElseThrow().writer(rowType, definition.options());
    }

    @Override
    public long lastCommitted() {
        OutputManifest manifest = directory.manifest();
        directory.cleanUp(manifest);
        taken = manifest.epoch();
        return manifest.batch();
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        OutputManifest manifest = directory.manifest();
        if (epoch < manifest.epoch()) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "batch " + batch + " comes from start " + epoch + " of a server, but start " + manifest.epoch()
                            + " has taken the files over");
        }
        if (batch <= manifest.batch()) {
            return;
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Page page : rows) {
            append(page, parts);
        }
        Map<String, OutputSegment> newest = manifest.newest();
        List<OutputSegment> changed = new ArrayList<>();
        parts.forEach((path, part) -> {
            OutputSegment segment = Optional.ofNullable(newest.get(path))
                    .filter(last -> assembly.isPresent() ? last.open() : !rolling.isComplete(last))
                    .orElseGet(() -> directory.begin(path, manifest, rolling.now(), assembly.isPresent()));
            byte[] bytes = bytes(part, segment.bytes() == 0);
            directory.append(segment, bytes);
            changed.add(segment.grown(part.rows, bytes.length, epoch, batch));
        });
        OutputManifest then = manifest.with(epoch, batch, changed);
        directory.commit(then);
        taken = epoch;
        end(then, rolling::isComplete);
    }

    /** Makes files of those that have only pieces, where they are to be ended. */
    private void end(OutputManifest manifest, Predicate<OutputSegment> complete) {
        List<OutputSegment> ending = manifest.open().stream().filter(complete).toList();
        if (assembly.isPresent() && !ending.isEmpty()) {
            directory.end(manifest, ending, assembly.get());
        }
    }

    @Override
    public Optional<Duration> idleAfter() {
        return assembly.isPresent() ? rolling.untilComplete(directory.manifest().open()) : Optional.empty();
    }

    @Override
    public void idle() {
        OutputManifest manifest = directory.manifest();
        if (manifest.epoch() == taken) {
            directory.cleanUp(manifest);
            end(directory.manifest(), rolling::isComplete);
        }
    }

    private void append(Page page, Map<String, Part> parts) {
        Page record = page.project(written);
        Part part = null;
        for (int row = 0; row < page.size(); row++) {
            if (page.weight(row) < 0) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "a file can only grow, but the query takes a row back; write it as CREATE SINK … AS SELECT STREAM");
            }
            if (part == null || !partitions.sameAsBefore(page, row)) {
                part = parts.computeIfAbsent(partitions.path(page, row), path -> new Part(writers.get()));
            }
            for (long copy = page.weight(row); copy > 0; copy--) {
                part.writer.append(record, row);
            }
            part.rows += page.weight(row);
        }
    }

    private byte[] bytes(Part part, boolean begins) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = OutputCompression.over(bytes, compression)) {
            if (begins) {
                out.write(part.writer.header());
            }
            part.writer.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        if (taken >= 0 && assembly.isPresent()) {
            OutputManifest manifest = directory.manifest();
            if (manifest.epoch() == taken) {
                directory.cleanUp(manifest);
                end(directory.manifest(), segment -> true);
            }
            taken = -1;
        }
    }
}
