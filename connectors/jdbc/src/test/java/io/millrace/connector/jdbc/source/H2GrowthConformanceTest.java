package io.millrace.connector.jdbc.source;

import io.millrace.connector.testkit.ResumedConformance;
import io.millrace.spi.connector.ReceivedSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A table of H2, read in the order of its primary key. */
class H2GrowthConformanceTest extends ResumedConformance {

    private static final int ROWS = 30_000;

    @BeforeAll
    static void createTable() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS growth",
                "CREATE TABLE growth (id BIGINT PRIMARY KEY, name VARCHAR)",
                "INSERT INTO growth SELECT x, 'name ' || x FROM SYSTEM_RANGE(1, " + ROWS + ")");
    }

    @Override
    protected ReceivedSource open() {
        return SourceFixture.h2(
                SourceFixture.idAndName(),
                Map.of("table", "growth", "incremental.column", "id", "poll.interval", "5 ms"));
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
