package io.millrace.connector.files.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.binary.parquet.ParquetFormat;
import io.millrace.connector.binary.parquet.ParquetRows;
import io.millrace.connector.files.FilesConnector;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies between any two steps of a sink whose files are made of pieces: each file that is there is whole, and no row in two. */
class ParquetSinkCrashTest {

    private static final RowType ROWS =
            new RowType(List.of(new Field("id", Type.BIGINT, false), new Field("part", Type.BIGINT, false)));
    private static final Format PARQUET = new ParquetFormat();
    private static final int BATCHES = 4;
    private static final int BATCH_ROWS = 4;

    @TempDir
    private Path temporary;

    private static final class ProcessDied extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Dies before a step; loses what was not forced, too, where it is told to. */
    private static final class DyingFiles extends DurableFiles {
        private final Map<Path, byte[]> forced = new HashMap<>();
        private long left;
        private Path temporary;

        DyingFiles(long steps) {
            this.left = steps;
        }

        @Override
        void step(String what, Path file) {
            if (what.equals("rename") && temporary != null) {
                forced.put(file, forced.get(temporary));
            }
            if (left-- <= 0) {
                throw new ProcessDied();
            }
        }

        @Override
        void force(FileChannel channel, Path file) throws IOException {
            channel.force(true);
            forced.put(file, Files.readAllBytes(file));
            temporary = file;
        }

        void losePower(Path directory) throws IOException {
            for (Path file : files(directory)) {
                Files.write(file, forced.getOrDefault(file, new byte[0]));
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private SinkDefinition definition(Path directory, Map<String, String> more) {
        FilesConnector connector = new FilesConnector();
        Map<String, String> given = new HashMap<>(Map.of("path", directory.toString()));
        given.putAll(more);
        Options options = Options.check("connector 'files'", connector.sinkOptions(), given);
        return new SinkDefinition("s", ROWS, Optional.empty(), options, Optional.of(PARQUET), temporary);
    }

    private static List<Page> rows(long batch) {
        PageBuilder page = new PageBuilder(ROWS);
        for (long row = 0; row < BATCH_ROWS; row++) {
            ((LongColumnBuilder) page.column(0)).append(batch * BATCH_ROWS + row);
            ((LongColumnBuilder) page.column(1)).append(row % 2);
            page.endRow(1);
        }
        return List.of(page.build());
    }

    private static List<String> ids(long batches) {
        return LongStream.range(BATCH_ROWS, (batches + 1) * BATCH_ROWS)
                .mapToObj(Long::toString)
                .toList();
    }

    /** What those see who look for files of Parquet. */
    private static List<String> seen(Path directory) throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : files(directory)) {
            if (!file.getFileName().toString().startsWith(".")) {
                rows.addAll(ParquetRows.of(file, ROWS.field(0)));
            }
        }
        return rows;
    }

    /** The files that anybody may have read, which never change. */
    private static Map<Path, Integer> whole(Path directory) throws IOException {
        Map<Path, Integer> whole = new HashMap<>();
        for (Path file : files(directory)) {
            if (!file.getFileName().toString().startsWith(".")) {
                whole.put(file, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return whole;
    }

    private static void deliverFrom(Sink sink) {
        for (long batch = sink.lastCommitted() + 1; batch <= BATCHES; batch++) {
            sink.deliver(1, batch, rows(batch));
        }
    }

    @Test
    void eachRowIsInOneFileWhereverTheProcessDies() throws Exception {
        int deaths = 0;
        for (int steps = 0; deaths * 3 == steps; steps += 3) {
            boolean power = steps % 2 == 0;
            Path directory = temporary.resolve("out" + steps);
            SinkDefinition definition = definition(directory, Map.of("partition.by", "part", "roll.size", "900 B"));
            DyingFiles dying = new DyingFiles(Long.MAX_VALUE);
            Sink sink = FilesSink.open(definition, dying, Clock.systemUTC());
            dying.left = steps;
            long delivered = 0;
            try {
                while (delivered < BATCHES) {
                    sink.deliver(1, delivered + 1, rows(delivered + 1));
                    delivered++;
                }
                sink.close();
            } catch (ProcessDied e) {
                deaths++;
                if (power) {
                    dying.losePower(directory);
                }
            }
            Map<Path, Integer> whole = whole(directory);
            assertThat(ids(BATCHES)).containsAll(seen(directory));
            assertThat(seen(directory)).doesNotHaveDuplicates();
            try {
                deliverFrom(FilesSink.reopen(definition, new DyingFiles(steps % 17), Clock.systemUTC()));
            } catch (ProcessDied e) {
                // and once more, in the middle of what follows
            }
            Sink again = FilesSink.reopen(definition, new DurableFiles(), Clock.systemUTC());
            assertThat(again.lastCommitted()).isGreaterThanOrEqualTo(delivered);
            deliverFrom(again);
            again.deliver(1, BATCHES + 1, rows(BATCHES + 1));
            again.close();
            assertThat(seen(directory)).containsExactlyInAnyOrderElementsOf(ids(BATCHES + 1));
            assertThat(whole(directory)).containsAllEntriesOf(whole);
            assertThat(files(directory))
                    .noneMatch(file ->
                            file.toString().endsWith(".tmp") || file.toString().endsWith(".open"));
        }
        assertThat(deaths).isGreaterThan(25);
    }

    @Test
    void fileIsEndedWhenItIsOldEnoughThoughNoBatchComes() throws Exception {
        Path directory = temporary.resolve("out");
        SinkDefinition definition = definition(directory, Map.of("roll.interval", "10 s"));
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        FilesSink.open(definition, new DurableFiles(), Clock.fixed(start, ZoneOffset.UTC))
                .close();
        Sink sink = FilesSink.reopen(definition, new DurableFiles(), Clock.fixed(start, ZoneOffset.UTC));
        assertThat(sink.idleAfter()).isEmpty();
        sink.deliver(1, 1, rows(1));
        sink.deliver(1, 2, rows(2));
        assertThat(sink.idleAfter()).contains(Duration.ofSeconds(10));
        sink.idle();
        assertThat(seen(directory)).isEmpty();
        Sink later =
                FilesSink.reopen(definition, new DurableFiles(), Clock.fixed(start.plusSeconds(10), ZoneOffset.UTC));
        assertThat(later.lastCommitted()).isEqualTo(2);
        assertThat(later.idleAfter()).contains(Duration.ZERO);
        later.idle();
        assertThat(seen(directory)).containsExactlyElementsOf(ids(2));
        assertThat(later.idleAfter()).isEmpty();
    }

    @Test
    void closedSinkLeavesWholeFilesOnlyAndGoesOnWithOthers() throws Exception {
        Path directory = temporary.resolve("out");
        SinkDefinition definition = definition(directory, Map.of());
        Sink sink = FilesSink.open(definition, new DurableFiles(), Clock.systemUTC());
        sink.deliver(1, 1, rows(1));
        assertThat(seen(directory)).isEmpty();
        sink.close();
        assertThat(seen(directory)).containsExactlyElementsOf(ids(1));
        Sink next = FilesSink.reopen(definition, new DurableFiles(), Clock.systemUTC());
        next.deliver(2, 2, rows(2));
        assertThat(seen(directory)).hasSize(BATCH_ROWS);
        sink.close(); // another has taken over
        next.close();
        assertThat(seen(directory)).containsExactlyInAnyOrderElementsOf(ids(2));
    }
}
