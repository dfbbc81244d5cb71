package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.testkit.CollectedRejects.Reject;
import io.millrace.connector.testkit.CollectedRows;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of rows that a stream cannot hold. */
@Timeout(60)
class RefusedRowsTest {

    private static final int BAD = 2_500;

    private static final List<SourceColumn> COLUMNS =
            List.of(SourceFixture.column("id", Type.BIGINT), SourceFixture.column("name", Type.varchar(5)));

    @BeforeAll
    static void createTables() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS few",
                "CREATE TABLE few (id BIGINT PRIMARY KEY, name VARCHAR)",
                "INSERT INTO few VALUES (1, 'one'), (2, 'too long'), (3, 'three')",
                "DROP TABLE IF EXISTS bad",
                "CREATE TABLE bad (id BIGINT PRIMARY KEY, name VARCHAR)",
                "INSERT INTO bad SELECT x, 'bad one ' || x FROM SYSTEM_RANGE(1, " + BAD + ")",
                "DROP TABLE IF EXISTS without_key",
                "CREATE TABLE without_key AS SELECT * FROM bad");
    }

    private static ReceivedSource open(String table, String growing) {
        Map<String, String> options = new HashMap<>(Map.of("table", table, "poll.interval", "5 ms"));
        if (!growing.isEmpty()) {
            options.put("incremental.column", growing);
        }
        return SourceFixture.h2(COLUMNS, options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id"})
    void comeOnceAlsoWhenTheirPageIsReadAgain(String growing) throws Exception {
        CollectedRows received = new CollectedRows();
        received.failOnce(new MillraceException(ErrorCode.SERVER_STOPPING, "not now"));
        try (ReceivedSource source = open("few", growing)) {
            source.start(received);
            received.awaitCaughtUp();
            assertThat(received.rows()).containsExactly("1|one", "3|three");
            assertThat(received.awaitRejects(1)).extracting(Reject::raw).containsExactly("2|too long");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id"})
    void doNotPileUpWhereThereAreNoOthers(String growing) throws Exception {
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = open("bad", growing)) {
            source.start(received);
            received.awaitCaughtUp();
            assertThat(received.awaitRejects(BAD))
                    .hasSize(BAD)
                    .allSatisfy(reject -> assertThat(reject.raw()).contains("bad one"));
        }
    }

    @Test
    void areCountedWhereAllComeAtOnce() throws Exception {
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = open("without_key", "")) {
            source.start(received);
            received.awaitCaughtUp();
            assertThat(received.awaitRejects(BAD)).hasSize(BAD);
        }
    }
}
