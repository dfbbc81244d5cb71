package io.millrace.connector.jdbc.source;

import io.millrace.connector.testkit.ResumedConformance;
import io.millrace.spi.connector.ReceivedSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A table of H2, whose rows are told apart by two columns. */
class H2RangesConformanceTest extends ResumedConformance {

    private static final int ROWS = 30_000;

    @BeforeAll
    static void createTable() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS ranges",
                "CREATE TABLE ranges (part INT, id BIGINT, name VARCHAR, PRIMARY KEY (part, id))",
                "INSERT INTO ranges SELECT MOD(x, 7), x, 'name ' || x FROM SYSTEM_RANGE(1, " + ROWS + ")");
    }

    @Override
    protected ReceivedSource open() {
        return SourceFixture.h2(SourceFixture.idAndName(), Map.of("table", "ranges"));
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
