package io.millrace.connector.binary.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedParquetTest {

    @TempDir
    private Path directory;

    private static void await(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void fileIsReadWhenItIsComplete() throws Exception {
        Path whole = directory.resolve("whole");
        DuckDb.write(
                "SELECT i AS id, 'name ' || i AS name FROM range(5000) AS numbers(i)", whole, ", ROW_GROUP_SIZE 2048");
        Path watched = Files.createDirectory(directory.resolve("in"));
        ReplayableSource source = (ReplayableSource) Specs.of(
                        new FilesConnector(),
                        Optional.of(new ParquetFormat()),
                        List.of(new SourceColumn(new Field("id", Type.BIGINT, true), Optional.empty())),
                        watched,
                        Map.of("path", ".", "watch", "true", "settle.time", "100 ms", "poll.interval", "20 ms"))
                .open(Clock.systemUTC());
        try (source) {
            source.onInput(() -> {});
            Map<String, Offset> offsets = new HashMap<>();
            Path file = watched.resolve("a.parquet");
            byte[] bytes = Files.readAllBytes(whole);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            await(() -> {
                assertThat(source.poll(offsets, TrialReading.ALL)).isEmpty();
                return source.problems().toString().contains("it is no file of Parquet, or not a whole one");
            });
            Files.write(file, bytes);
            int[] rows = {0};
            await(() -> {
                List<Split> splits = source.poll(offsets, TrialReading.ALL);
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
                rows[0] += TrialReading.rows(source.readers(), splits, new int[] {0})
                        .size();
                return rows[0] > 0;
            });
            assertThat(rows[0]).isEqualTo(5000);
            assertThat(source.problems()).isEmpty();
            assertThat(source.poll(offsets, TrialReading.ALL)).isEmpty();
        }
    }
}
