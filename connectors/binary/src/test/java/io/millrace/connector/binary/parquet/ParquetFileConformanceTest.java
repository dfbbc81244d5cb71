package io.millrace.connector.binary.parquet;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileConformanceTest extends SourceConformance {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        for (int file = 0; file < 3; file++) {
            DuckDb.write(
                    "SELECT i + " + file * 10_000 + " AS id, CASE WHEN i % 5 <> 0 THEN 'näme ' || (i % 50) END AS name,"
                            + " CAST(i % 100 AS INTEGER) AS small FROM range(6000) AS numbers(i)",
                    directory.resolve("part-" + file + ".parquet"),
                    ", ROW_GROUP_SIZE 2048");
        }
    }

    private SourceSpec spec(String pattern) {
        return Specs.of(
                new FilesConnector(),
                Optional.of(new ParquetFormat()),
                List.of(
                        column("NAME", Type.VARCHAR, null),
                        column("position", Type.BIGINT, "offset"),
                        column("id", Type.BIGINT, null),
                        column("small", Type.TINYINT, null)),
                directory,
                Map.of("path", ".", "pattern", pattern));
    }

    private static SourceColumn column(String name, Type type, String metadata) {
        return new SourceColumn(new Field(name, type, true), Optional.ofNullable(metadata));
    }

    @Override
    protected SourceSpec spec() {
        return spec("*.parquet");
    }

    @Override
    protected boolean admitsByRows() {
        return false;
    }

    @Override
    protected Optional<String> vanish() throws Exception {
        Path file = directory.resolve("part-1.parquet");
        Files.delete(file);
        return Optional.of(file.toString());
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        DuckDb.write(
                "SELECT i AS id, 'x' AS name, CAST(CASE WHEN i % 3 = 1 THEN 1000 ELSE i END AS INTEGER) AS small"
                        + " FROM range(10) AS numbers(i)",
                directory.resolve("some.bad"), "");
        return Optional.of(spec("*.bad"));
    }
}
