package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.ResumedConformance;
import io.millrace.spi.connector.ReceivedSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A table of PostgreSQL, read in the order of a time that hundreds of rows have in common. */
class PostgresGrowthConformanceTest extends ResumedConformance {

    private static final int ROWS = 40_000;

    @BeforeAll
    static void createTable() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS growth",
                "CREATE TABLE growth (id BIGINT, name TEXT, at TIMESTAMPTZ)",
                "INSERT INTO growth SELECT n, 'name ' || n, TIMESTAMPTZ '2024-05-01 10:00:00.000001Z'"
                        + " + n / 300 * INTERVAL '1 microsecond' FROM generate_series(1, " + ROWS + ") AS n");
    }

    @Override
    protected ReceivedSource open() {
        return SourceFixture.postgres(
                SourceFixture.idAndName(),
                Map.of("table", "growth", "incremental.column", "at", "poll.interval", "5 ms"));
    }

    @Override
    protected List<String> expected() {
        return SourceFixture.idsAndNames(ROWS);
    }

    @Override
    protected boolean finishes() {
        return false;
    }
}
