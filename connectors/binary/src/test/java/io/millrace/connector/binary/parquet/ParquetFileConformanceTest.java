package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.BlockFileConformance;
import io.millrace.spi.connector.SourceSpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class ParquetFileConformanceTest extends BlockFileConformance {

    ParquetFileConformanceTest() {
        super(new ParquetFormat());
    }

    @BeforeEach
    void writeFiles() throws Exception {
        for (int file = 0; file < 3; file++) {
            DuckDb.write(
                    "SELECT i + " + file * 10_000 + " AS id, CASE WHEN i % 5 <> 0 THEN 'näme ' || (i % 50) END AS name,"
                            + " CAST(i % 100 AS INTEGER) AS small FROM range(6000) AS numbers(i)",
                    part(file),
                    ", ROW_GROUP_SIZE 2048");
        }
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
