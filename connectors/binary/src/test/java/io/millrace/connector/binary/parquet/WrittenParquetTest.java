package io.millrace.connector.binary.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that DuckDB has written, read and written again here, are the same to DuckDB. */
class WrittenParquetTest {

    private static final String VALUES = "SELECT i AS id, i % 7 = 0 AS flag, CAST(i % 100 AS TINYINT) AS tiny,"
            + " CASE WHEN i % 3 > 0 THEN CAST(i * 7919 % 30000 AS SMALLINT) END AS small, CAST(i * 31 AS INTEGER) AS whole,"
            + " CASE WHEN i % 11 > 0 THEN i * 1000003 END AS large, CAST(i / 4 AS REAL) AS little, i / 3 AS real,"
            + " CAST((i - 50) / 100 AS DECIMAL(9, 2)) AS d9, CAST((i - 50) * 12345 / 1000 AS DECIMAL(18, 3)) AS d18,"
            + " CASE WHEN i % 2 = 0 THEN CAST((i - 50) * 98765 / 100 AS DECIMAL(30, 4)) END AS d30,"
            + " CASE WHEN i % 13 > 0 THEN 'näme ' || (i % 40) END AS few, 'value ' || i || ' 💐' AS many,"
            + " CAST(encode('b' || i) AS BLOB) AS bytes,"
            + " DATE '1969-12-25' + CAST(i % 5000 AS INTEGER) AS day, TIME '10:00:00' + INTERVAL (i % 3600) SECOND AS t,"
            + " CAST(TIMESTAMP '1969-12-31 23:59:00' + INTERVAL (i * 7) MILLISECOND AS TIMESTAMP_MS) AS ms,"
            + " TIMESTAMP '1969-12-31 23:59:00' + INTERVAL (i * 7) MICROSECOND AS us,"
            + " CAST(TIMESTAMP '2023-12-31 23:59:00' + INTERVAL (i * 7) SECOND AS TIMESTAMP_NS) AS ns,"
            + " CAST(TIMESTAMP '1999-12-31 23:59:00' + INTERVAL (i * 7) SECOND AS TIMESTAMPTZ) AS tz,"
            + " CAST(md5(CAST(i AS VARCHAR)) AS UUID) AS u,"
            + " CASE WHEN i % 5 > 0 THEN list_transform(range(i % 5 - 1), lambda x: CASE WHEN x <> 1 THEN x + i END) END AS numbers,"
            + " ['a' || i, NULL, ''] AS texts";

    @TempDir
    private Path directory;

    private static Options options(String compression) {
        return Options.check(
                "sink",
                List.of(Option.optional("compression", Option.Kind.STRING, "how")),
                Map.of("compression", compression));
    }

    /** The columns that are found in a file. */
    private static Field[] fields(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new ParquetFormat()
                    .columnsOf(channel, Options.check("format", List.of(), Map.of())).stream()
                            .map(SourceColumn::field)
                            .toArray(Field[]::new);
        }
    }

    /** Writes the rows of a file again, so many at a time. */
    private Path rewritten(Path source, int atATime, String compression) throws IOException {
        Field[] fields = fields(source);
        RowType rowType = RowType.of(fields);
        ParquetFormat format = new ParquetFormat();
        Path pieces = directory.resolve("pieces");
        RecordWriter writer = format.writer(rowType, options(compression));
        try (OutputStream out = Files.newOutputStream(pieces)) {
            out.write(writer.header());
            int pending = 0;
            for (Page page : ParquetRows.pages(source, fields)) {
                for (int row = 0; row < page.size(); row++) {
                    writer.append(page, row);
                    if (++pending % atATime == 0) {
                        writer.writeTo(out);
                        writer = format.writer(rowType, options(compression));
                    }
                }
            }
            writer.writeTo(out);
        }
        Path whole = directory.resolve("whole.parquet");
        try (FileChannel channel = FileChannel.open(pieces);
                OutputStream out = Files.newOutputStream(whole)) {
            writer.assembly().orElseThrow().write(channel, channel.size(), out);
        }
        return whole;
    }

    private static void assertSame(Path one, Path other) throws Exception {
        String a = "SELECT * FROM '" + one + "'";
        String b = "SELECT * FROM '" + other + "'";
        assertThat(DuckDb.rows(a + " EXCEPT ALL " + b)).isEmpty();
        assertThat(DuckDb.rows(b + " EXCEPT ALL " + a)).isEmpty();
        assertThat(DuckDb.rows("DESCRIBE " + b)).isEqualTo(DuckDb.rows("DESCRIBE " + a));
    }

    @ParameterizedTest
    @CsvSource({
        "3000, 1, snappy",
        "3000, 700, zstd",
        "3000, 100000, gzip",
        "3000, 100000, none",
        "150000, 70000, snappy",
        "0, 1, snappy"
    })
    void anotherDatabaseReadsWhatItHasWrittenItself(int rows, int atATime, String compression) throws Exception {
        Path source = directory.resolve("source.parquet");
        DuckDb.write(VALUES + " FROM range(" + rows + ") AS n(i)", source, "");
        Path written = rewritten(source, atATime, compression);
        assertSame(source, written);
        assertThat(fields(written)).containsExactly(fields(source));
        String groups =
                "SELECT COUNT(DISTINCT row_group_id), MIN(lower(compression)) FROM parquet_metadata('" + written + "')";
        String name = compression.equals("none") ? "uncompressed" : compression;
        if (rows > 0) {
            assertThat(DuckDb.rows(groups)).containsExactly((rows > 100_000 ? 3 : 1) + "|" + name);
        }
    }

    @Test
    void boundsOfRowGroupsAreWritten() throws Exception {
        Path source = directory.resolve("source.parquet");
        DuckDb.write("SELECT i - 3 AS id, 'v' || i AS text, i / 2 AS real FROM range(9) AS n(i)", source, "");
        String bounds =
                "SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('";
        assertThat(DuckDb.rows(bounds + rewritten(source, 2, "zstd") + "')"))
                .containsExactly("id|-3|5|0", "text|v0|v8|0", "real|0.0|4.0|0");
    }

    @Test
    void typeThatCannotBeWrittenIsRefused() {
        List<Type> types = List.of(
                new ScalarType(TypeKind.INTERVAL_DAY, 3, 0),
                new ArrayType(Type.BIGINT, false, true),
                new ArrayType(new ArrayType(Type.BIGINT, false), false),
                new MapType(Type.BIGINT, Type.BIGINT, false),
                new StructType(List.of(new Field("f", Type.BIGINT, false))));
        for (Type type : types) {
            RowType rowType = RowType.of(new Field("c", type, true));
            assertThatThrownBy(() -> new ParquetFormat().writer(rowType, options("none")))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                    .hasMessageContaining("format 'parquet' cannot write");
        }
    }
}
