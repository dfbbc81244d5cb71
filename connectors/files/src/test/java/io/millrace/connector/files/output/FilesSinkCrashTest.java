package io.millrace.connector.files.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies between any two steps of a sink of files: whoever reads by the manifest sees each batch once and as a whole. */
class FilesSinkCrashTest {

    private static final RowType ROWS =
            new RowType(List.of(new Field("id", Type.BIGINT, false), new Field("part", Type.BIGINT, false)));
    private static final Format CSV = new CsvFormat();
    private static final int BATCHES = 5;
    private static final int BATCH_ROWS = 4;

    @TempDir
    private Path temporary;

    /** Dies, once, before a step. */
    private static final class DyingFiles extends DurableFiles {
        private long left;

        DyingFiles(long steps) {
            this.left = steps;
        }

        @Override
        void step(String what, Path file) throws IOException {
            if (left-- <= 0) {
                throw new ProcessDied();
            }
        }

        boolean survived() {
            return left >= 0;
        }
    }

    /** Loses power before a step: of each file remains what was forced. */
    private static final class PoweredFiles extends DurableFiles {
        private final Map<Path, byte[]> forced = new HashMap<>();
        private long left;
        private Path renamed;

        PoweredFiles(long steps) {
            this.left = steps;
        }

        @Override
        void step(String what, Path file) throws IOException {
            if (renamed != null) {
                forced.put(renamed, Files.readAllBytes(renamed));
                renamed = null;
            }
            if (left-- <= 0) {
                throw new ProcessDied();
            }
            if (what.equals("rename")) {
                renamed = file;
            }
        }

        @Override
        void force(FileChannel channel, Path file) throws IOException {
            channel.force(true);
            forced.put(file, Files.readAllBytes(file));
        }

        void losePower(Path directory) throws IOException {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.write(file, forced.getOrDefault(file, new byte[0]));
                }
            }
        }
    }

    private static final class ProcessDied extends Error {
        private static final long serialVersionUID = 1L;
    }

    private SinkDefinition definition(String sink, Path directory, Map<String, String> more) {
        FilesConnector connector = new FilesConnector();
        Map<String, String> given = new HashMap<>(Map.of("path", directory.toString()));
        given.putAll(more);
        List<Option> declared = new ArrayList<>(connector.sinkOptions());
        declared.addAll(CSV.options());
        Options options = Options.check("connector 'files'", declared, given);
        return new SinkDefinition(sink, ROWS, Optional.empty(), options, Optional.of(CSV), temporary);
    }

    /** Rows of which each has a number of its own. */
    private static List<Page> rows(long batch) {
        PageBuilder page = new PageBuilder(ROWS);
        for (long row = 0; row < BATCH_ROWS; row++) {
            ((LongColumnBuilder) page.column(0)).append(batch * BATCH_ROWS + row);
            ((LongColumnBuilder) page.column(1)).append(row % 2);
            page.endRow(1);
        }
        return List.of(page.build());
    }

    private static List<String> lines(long batches) {
        return LongStream.range(BATCH_ROWS, (batches + 1) * BATCH_ROWS)
                .mapToObj(Long::toString)
                .toList();
    }

    /** Delivers as the server does: asks what is there, then gives the rest. */
    private static void deliverFrom(Sink sink) {
        for (long batch = sink.lastCommitted() + 1; batch <= BATCHES; batch++) {
            sink.deliver(1, batch, rows(batch));
        }
    }

    @Test
    void readerOfTheManifestSeesEachBatchOnceWhereverTheProcessDies() throws Exception {
        boolean survived = false;
        int deaths = 0;
        for (int steps = 0; !survived; steps++) {
            Path directory = temporary.resolve("out" + steps);
            SinkDefinition definition = definition("s", directory, Map.of("partition.by", "part", "roll.size", "10"));
            FilesSink.open(definition, new DurableFiles(), Clock.systemUTC()).close();
            survived = dies(definition, steps);
            deaths += survived ? 0 : 1;
            long seen = ManifestReader.batch(directory);
            assertThat(ManifestReader.lines(directory)).containsExactlyInAnyOrderElementsOf(lines(seen));
            if (!survived) {
                dies(definition, steps % 7); // and once more, in the middle of what follows
                assertThat(ManifestReader.batch(directory)).isGreaterThanOrEqualTo(seen);
            }
            deliverFrom(FilesSink.reopen(definition, new DurableFiles(), Clock.systemUTC()));
            assertThat(ManifestReader.lines(directory)).containsExactlyInAnyOrderElementsOf(lines(BATCHES));
            assertThat(allLines(directory)).containsExactlyInAnyOrderElementsOf(lines(BATCHES));
        }
        assertThat(deaths).isGreaterThan(50);
    }

    @Test
    void batchesThatWereDeliveredAreThereWhenThePowerGoes() throws Exception {
        int losses = 0;
        for (int steps = 0; losses == steps; steps++) {
            Path directory = temporary.resolve("power" + steps);
            SinkDefinition definition = definition("s", directory, Map.of("partition.by", "part", "roll.size", "10"));
            PoweredFiles files = new PoweredFiles(Long.MAX_VALUE);
            Sink sink = FilesSink.open(definition, files, Clock.systemUTC());
            files.left = steps;
            long delivered = 0;
            try {
                while (delivered < BATCHES) {
                    sink.deliver(1, delivered + 1, rows(delivered + 1));
                    delivered++;
                }
            } catch (ProcessDied e) {
                losses++;
                files.losePower(directory);
            }
            assertThat(ManifestReader.batch(directory)).isGreaterThanOrEqualTo(delivered);
            assertThat(ManifestReader.lines(directory))
                    .containsExactlyInAnyOrderElementsOf(lines(ManifestReader.batch(directory)));
            deliverFrom(FilesSink.reopen(definition, new DurableFiles(), Clock.systemUTC()));
            assertThat(ManifestReader.lines(directory)).containsExactlyInAnyOrderElementsOf(lines(BATCHES));
        }
        assertThat(losses).isGreaterThan(50);
    }

    private static boolean dies(SinkDefinition definition, long steps) {
        DyingFiles files = new DyingFiles(steps);
        try {
            deliverFrom(FilesSink.reopen(definition, files, Clock.systemUTC()));
        } catch (ProcessDied e) {
            assertThat(files.survived()).isFalse();
        }
        return files.survived();
    }

    /** What is there for those who know nothing of the manifest. */
    private static List<String> allLines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(".manifest")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    @Test
    void batchThatFailedAndWasSkippedLeavesNothing() throws Exception {
        Path directory = temporary.resolve("out");
        SinkDefinition definition = definition("s", directory, Map.of());
        Sink sink = FilesSink.open(definition, new DurableFiles(), Clock.systemUTC());
        sink.deliver(1, 1, rows(1));
        Sink failing = FilesSink.reopen(definition, new DyingFiles(3), Clock.systemUTC());
        assertThatThrownBy(() -> failing.deliver(1, 2, rows(2))).isInstanceOf(ProcessDied.class);
        assertThat(Files.size(directory.resolve("rows.csv"))).isGreaterThan(16);
        assertThat(sink.lastCommitted()).isEqualTo(1);
        sink.deliver(1, 3, rows(1));
        assertThat(Files.readAllLines(directory.resolve("rows.csv"))).hasSize(2 * BATCH_ROWS);
    }

    @Test
    void filesAreRolledBySizeAndTimeBetweenBatches() throws Exception {
        Path directory = temporary.resolve("out");
        SinkDefinition bySize = definition("s", directory, Map.of("roll.size", "30 B", "header", "true"));
        Sink sink = FilesSink.open(bySize, new DurableFiles(), Clock.systemUTC());
        for (long batch = 1; batch <= 4; batch++) {
            sink.deliver(1, batch, rows(batch));
        }
        assertThat(directory).isDirectoryContaining("glob:**/rows.csv").isDirectoryContaining("glob:**/rows-2.csv");
        assertThat(directory).isDirectoryNotContaining("glob:**/rows-3.csv");
        assertThat(Files.readAllLines(directory.resolve("rows-2.csv")).get(0)).isEqualTo("id,part");
        SinkDefinition byTime = definition("s", directory, Map.of("roll.interval", "1 minute"));
        Clock later = Clock.fixed(Instant.now().plusSeconds(61), ZoneOffset.UTC);
        FilesSink.reopen(byTime, new DurableFiles(), Clock.systemUTC()).deliver(1, 5, rows(5));
        assertThat(directory).isDirectoryNotContaining("glob:**/rows-3.csv");
        FilesSink.reopen(byTime, new DurableFiles(), later).deliver(1, 6, rows(6));
        assertThat(directory).isDirectoryContaining("glob:**/rows-3.csv");
    }

    @Test
    void directoryOfAnotherSinkIsRefused() {
        Path directory = temporary.resolve("out");
        FilesSink.open(definition("a \"b\"", directory, Map.of()), new DurableFiles(), Clock.systemUTC());
        Sink other = FilesSink.reopen(definition("c", directory, Map.of()), new DurableFiles(), Clock.systemUTC());
        assertRefused(other, ErrorCode.SINK_MISMATCH, "belongs to sink");
    }

    @Test
    void manifestThatIsGoneOrDamagedIsNotTakenForAnEmptyOne() throws Exception {
        Path directory = temporary.resolve("out");
        SinkDefinition definition = definition("s", directory, Map.of());
        Sink sink = FilesSink.open(definition, new DurableFiles(), Clock.systemUTC());
        sink.deliver(1, 1, rows(1));
        byte[] manifest = Files.readAllBytes(directory.resolve(".manifest"));
        for (int at = 0; at < manifest.length - 1; at++) {
            byte[] damaged = manifest.clone();
            damaged[at] ^= 4;
            Files.write(directory.resolve(".manifest"), damaged);
            assertRefused(sink, ErrorCode.DATA_DAMAGED, "damaged");
        }
        Files.delete(directory.resolve(".manifest"));
        assertRefused(sink, ErrorCode.FILE_ERROR, "is gone");
        assertThat(Files.readAllLines(directory.resolve("rows.csv"))).hasSize(BATCH_ROWS);
    }

    @Test
    void fileThatHasLostRowsIsNotWrittenOn() throws Exception {
        Path directory = temporary.resolve("out");
        Sink sink = FilesSink.open(definition("s", directory, Map.of()), new DurableFiles(), Clock.systemUTC());
        sink.deliver(1, 1, rows(1));
        Files.writeString(directory.resolve("rows.csv"), "1,");
        assertThatThrownBy(() -> sink.deliver(1, 2, rows(2)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED));
    }

    private static void assertRefused(Sink sink, ErrorCode code, String text) {
        assertThatThrownBy(sink::lastCommitted)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
