package io.millrace.connector.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRows;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns tell rows apart. */
@Timeout(60)
class KeyColumnsTest {

    private static ReceivedSource open(String table, String key) {
        return SourceFixture.h2(SourceFixture.idAndName(), Map.of("table", table, "key", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "part, id"})
    void nullInThemIsToldOfInsteadOfItsRowMissing(String key) throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS holes",
                "CREATE TABLE holes (part INT, id BIGINT, name VARCHAR)",
                "INSERT INTO holes SELECT 1, x, 'name ' || x FROM SYSTEM_RANGE(1, 50000)",
                "INSERT INTO holes VALUES (1, NULL, 'no id')");
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = open("holes", key)) {
            source.start(received);
            assertThat(received.awaitProblems(1))
                    .first()
                    .isEqualTo(
                            "column \"ID\" of option 'key' is NULL in rows of table \"holes\", which could be missed;"
                                    + " name columns that never are");
            assertThat(received.rows()).isEmpty();
            SourceFixture.inH2("DELETE FROM holes WHERE id IS NULL");
            assertThat(received.awaitCaughtUp()).isTrue();
            assertThat(received.rows()).hasSize(50_000);
        }
    }

    @Test
    void theyHoldAKeyOfATableThatHasKeys() throws Exception {
        SourceFixture.inH2(
                "DROP TABLE IF EXISTS keyed",
                "CREATE TABLE keyed (id BIGINT PRIMARY KEY, name VARCHAR, code INT NOT NULL UNIQUE, region VARCHAR)");
        assertThatThrownBy(() -> open("keyed", "region"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DEFINITION))
                .hasMessage(
                        "rows of table \"keyed\" may have the same REGION, which option 'key' names; name its key (ID), or leave the"
                                + " option out");
        open("keyed", "region, id").close();
        open("keyed", "code").close();
    }

    @Test
    void theyAreBelievedWhereTheDatabaseKnowsNone() throws Exception {
        SourceFixture.inH2("DROP TABLE IF EXISTS bare", "CREATE TABLE bare (id BIGINT, name VARCHAR)");
        open("bare", "id").close();
    }
}
