package io.millrace.connector.binary.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB has written, read here and by DuckDB itself. */
class ParquetAgainstDuckDbTest {

    /** Few different values and many, with NULLs and without, as numbers of the layouts that columns have. */
    private static final String VALUES = "SELECT i AS id, i % 7 = 0 AS flag, CAST(i % 100 AS TINYINT) AS tiny,"
            + " CASE WHEN i % 3 > 0 THEN CAST(i * 7919 % 30000 AS SMALLINT) END AS small, CAST(i * 31 AS INTEGER) AS whole,"
            + " CASE WHEN i % 11 > 0 THEN i * 1000003 END AS large, CAST(i / 4 AS REAL) AS little, i / 3 AS real,"
            + " CAST(i / 100 AS DECIMAL(9, 2)) AS d9, CAST(i * 12345 / 1000 AS DECIMAL(18, 3)) AS d18,"
            + " CASE WHEN i % 2 = 0 THEN CAST(i * 98765 / 100 AS DECIMAL(30, 4)) END AS d30,"
            + " CASE WHEN i % 13 > 0 THEN 'näme ' || (i % 40) END AS few, 'value ' || i || ' 💐' AS many,"
            + " DATE '1999-12-25' + CAST(i % 5000 AS INTEGER) AS day, TIME '10:00:00' + INTERVAL (i % 3600) SECOND AS t,"
            + " TIMESTAMP '1969-12-31 23:59:00' + INTERVAL (i * 7) MILLISECOND AS ts,"
            + " CAST(md5(CAST(i AS VARCHAR)) AS UUID) AS u, CAST(i AS UINTEGER) AS un FROM range(9000) AS numbers(i)";

    private static final String AS_NUMBERS = "SELECT id, flag, tiny, small, whole, large, CAST(little AS DOUBLE), real,"
            + " CAST(d9 * 100 AS BIGINT), CAST(d18 * 1000 AS BIGINT), d30, few, many, date_diff('day', DATE '1970-01-01', day),"
            + " date_diff('millisecond', TIME '00:00:00', t), epoch_ms(ts), un FROM ";

    @TempDir
    private Path directory;

    private static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    private static List<String> rows(Path file, CollectedRejects rejects, SourceColumn... columns) throws IOException {
        ParquetFormat format = new ParquetFormat();
        BlockFormat blocks = format.bind(Arrays.asList(columns), Options.check("format", format.options(), Map.of()))
                .blocks()
                .orElseThrow();
        List<String> rows = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            long from = 0;
            for (long to : blocks.ends(channel, 0, Long.MAX_VALUE)) {
                int[] all = IntStream.range(0, columns.length).toArray();
                BlockFormat.Reader reader = blocks.open(channel, from, to, all, rejects);
                while (reader.advance()) {
                    rows.addAll(PageText.of(reader.page()));
                }
                from = to;
            }
            assertThat(from).isEqualTo(Files.size(file));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", COMPRESSION uncompressed",
                ", COMPRESSION snappy, ROW_GROUP_SIZE 2048",
                ", COMPRESSION gzip",
                ", COMPRESSION zstd, PARQUET_VERSION V2",
                ", COMPRESSION snappy, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1",
                ", COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1"
            })
    void valuesAreThoseThatDuckDbReads(String options) throws Exception {
        Path file = directory.resolve("values.parquet");
        DuckDb.write(VALUES, file, options);
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows = rows(
                file,
                rejects,
                column("id", Type.BIGINT),
                column("flag", Type.BOOLEAN),
                column("tiny", Type.TINYINT),
                column("small", Type.SMALLINT),
                column("whole", Type.INTEGER),
                column("large", Type.BIGINT),
                column("little", Type.REAL),
                column("real", Type.DOUBLE),
                column("d9", Type.decimal(9, 2)),
                column("d18", Type.decimal(18, 3)),
                column("d30", Type.decimal(30, 4)),
                column("few", Type.VARCHAR),
                column("many", Type.VARCHAR),
                column("day", Type.DATE),
                column("t", Type.TIME),
                column("ts", Type.TIMESTAMP),
                column("un", Type.BIGINT));
        assertThat(rejects.all()).isEmpty();
        assertThat(rows).isEqualTo(DuckDb.rows(AS_NUMBERS + "'" + file + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", PARQUET_VERSION V2", ", ROW_GROUP_SIZE 2048, DICTIONARY_SIZE_LIMIT 1"})
    void listsAreArrays(String options) throws Exception {
        Path file = directory.resolve("lists.parquet");
        DuckDb.write(
                "SELECT i AS id, CASE WHEN i % 5 = 0 THEN NULL WHEN i % 5 = 1 THEN CAST([] AS VARCHAR[])"
                        + " ELSE list_transform(range(i % 7), lambda n: CASE WHEN n = 3 THEN NULL ELSE 't' || (i + n) END) END AS tags,"
                        + " [i, -i] AS pair FROM range(9000) AS numbers(i)",
                file, options);
        CollectedRejects rejects = new CollectedRejects();
        assertThat(rows(
                        file,
                        rejects,
                        column("tags", new ArrayType(Type.VARCHAR, true)),
                        column("id", Type.BIGINT),
                        column("pair", new ArrayType(Type.BIGINT, true))))
                .isEqualTo(IntStream.range(0, 9000)
                        .mapToObj(i -> tags(i) + "|" + i + "|[" + i + "," + -i + "]")
                        .toList());
        assertThat(rejects.all()).isEmpty();
        assertThatThrownBy(() -> rows(file, rejects, column("tags", Type.VARCHAR)))
                .hasMessageContaining("which is no VARCHAR");
    }

    private static String tags(int i) {
        return i % 5 == 0
                ? "NULL"
                : IntStream.range(0, i % 5 == 1 ? 0 : i % 7)
                        .mapToObj(n -> n == 3 ? "NULL" : "t" + (i + n))
                        .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void columnsAreReadIntoWiderTypesAndNarrowerOnesThatFit() throws Exception {
        Path file = directory.resolve("values.parquet");
        DuckDb.write(
                "SELECT i AS id, CAST(i AS DECIMAL(9, 2)) AS d, CAST(i AS INTEGER) AS n FROM range(3) AS numbers(i)",
                file,
                "");
        CollectedRejects rejects = new CollectedRejects();
        assertThat(rows(
                        file,
                        rejects,
                        column("id", Type.TINYINT),
                        column("d", Type.decimal(20, 4)),
                        column("N", Type.DOUBLE),
                        column("none", Type.VARCHAR)))
                .containsExactly("0|0.0000|0.0|NULL", "1|1.0000|1.0|NULL", "2|2.0000|2.0|NULL");
        assertThatThrownBy(() -> rows(file, rejects, column("d", Type.VARCHAR)))
                .isInstanceOf(MillraceException.class)
                .hasMessage("column \"d\": the file has INT32 (DECIMAL) for it, which is no VARCHAR");
        assertThatThrownBy(() ->
                        rows(file, rejects, new SourceColumn(new Field("none", Type.VARCHAR, false), Optional.empty())))
                .hasMessage("the file has no column \"none\", which is NOT NULL");
    }

    @Test
    void rowsWithNullWhereNoneIsAllowedAreRefusedWhoeverReadsThem() throws Exception {
        Path file = directory.resolve("values.parquet");
        DuckDb.write("SELECT i AS id, CASE WHEN i <> 4 THEN i END AS n FROM range(6) AS numbers(i)", file, "");
        CollectedRejects rejects = new CollectedRejects();
        SourceColumn needed = new SourceColumn(new Field("n", Type.BIGINT, false), Optional.empty());
        assertThat(rows(file, rejects, column("id", Type.BIGINT), needed))
                .containsExactly("0|0", "1|1", "2|2", "3|3", "5|5");
        assertThat(rejects.all()).singleElement().satisfies(one -> {
            assertThat(one.raw()).isEqualTo("row 5");
            assertThat(one.reason()).isEqualTo("column \"n\": the value is NULL, but must not be");
        });
    }

    @Test
    void whatIsNoFileOfParquetIsRefused() throws Exception {
        Path file = directory.resolve("text.parquet");
        Files.writeString(file, "id,name\n1,vase\n2,bowl\n");
        assertThatThrownBy(() -> rows(file, new CollectedRejects(), column("id", Type.BIGINT)))
                .hasMessageContaining("it is no file of Parquet");
    }
}
