package io.millrace.connector.binary.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is damaged is an error about the file, never one about the server. */
class DamagedParquetTest {

    @TempDir
    private Path directory;

    private final ParquetFormat format = new ParquetFormat();

    private static long read(ParquetFormat format, Path path, List<SourceColumn> columns) throws IOException {
        BlockFormat blocks = format.bind(columns, Options.check("format", format.options(), Map.of()))
                .blocks()
                .orElseThrow();
        long rows = 0;
        try (FileChannel channel = FileChannel.open(path)) {
            List<Long> ends = blocks.ends(channel, 0, Long.MAX_VALUE);
            BlockFormat.Reader reader = blocks.open(
                    channel,
                    0,
                    ends.get(ends.size() - 1),
                    IntStream.range(0, columns.size()).toArray(),
                    new CollectedRejects());
            while (reader.advance()) {
                rows += reader.page().size();
            }
        }
        return rows;
    }

    private List<SourceColumn> columns(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return format.columnsOf(channel, Options.check("format", format.options(), Map.of()));
        }
    }

    @Test
    void anyByteMayBeWrong() throws Exception {
        Path file = directory.resolve("whole.parquet");
        DuckDb.write(
                "SELECT i AS id, CASE WHEN i % 5 <> 0 THEN 'name ' || (i % 9) END AS name, [i, NULL] AS list,"
                        + " i / 7 AS rough, CAST(i AS DECIMAL(30, 2)) AS wide FROM range(300) AS numbers(i)",
                file,
                ", ROW_GROUP_SIZE 128");
        List<SourceColumn> columns = columns(file);
        assertThat(read(format, file, columns)).isEqualTo(300);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        Path broken = directory.resolve("broken.parquet");
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] bytes = whole.clone();
            int at = i % 2 == 0 ? random.nextInt(whole.length) : whole.length - 8 - random.nextInt(whole.length / 3);
            bytes[at] = (byte) (i % 3 == 0 ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
            Files.write(broken, bytes);
            try {
                read(format, broken, columns);
                columns(broken);
            } catch (IOException | MillraceException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("byte " + at + " is " + bytes[at] + ", was " + whole[at], e);
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void damagedDirectorySaysSo() throws Exception {
        Path file = directory.resolve("one.parquet");
        DuckDb.write("SELECT i AS id FROM range(300) AS numbers(i)", file, "");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length - 60; i < bytes.length - 8; i++) {
            bytes[i] = (byte) 0xff;
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> columns(file)).isInstanceOf(IOException.class);
    }
}
