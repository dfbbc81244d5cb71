package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.ResumedConformance;
import io.millrace.spi.connector.ReceivedSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A query of PostgreSQL, read by ranges at the same time. */
class PostgresRangesConformanceTest extends ResumedConformance {

    private static final int ROWS = 60_000;

    @BeforeAll
    static void createTable() throws Exception {
        Postgres.run(
                "DROP TABLE IF EXISTS ranges",
                "CREATE TABLE ranges (id BIGINT PRIMARY KEY, name TEXT)",
                "INSERT INTO ranges SELECT n, 'name ' || n FROM generate_series(1, " + ROWS + ") AS n");
    }

    @Override
    protected ReceivedSource open() {
        return SourceFixture.postgres(
                SourceFixture.idAndName(),
                Map.of("query", "SELECT * FROM ranges -- all of it;", "key", "id", "splits", "3"));
    }

    @Override
    protected List<String> expected() {
        return SourceFixture.idsAndNames(ROWS);
    }

    @Override
    protected boolean finishes() {
        return true;
    }
}
