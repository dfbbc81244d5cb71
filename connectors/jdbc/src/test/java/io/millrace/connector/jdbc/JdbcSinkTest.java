package io.millrace.connector.jdbc;

import static io.millrace.connector.jdbc.SinkFixture.page;
import static io.millrace.connector.jdbc.SinkFixture.postgres;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.jdbc.database.Database;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows and marker in a real PostgreSQL: together or not at all. */
class JdbcSinkTest {

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... texts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(texts);
    }

    @ParameterizedTest
    @EnumSource(CutConnection.Cut.class)
    void eachBatchIsThereOnceWhenTheConnectionIsCutAtItsCommit(CutConnection.Cut cut) throws Exception {
        String table = "cut_" + cut.ordinal();
        Postgres.run("CREATE TABLE " + table + " (id BIGINT, n BIGINT)");
        try (CutConnection way = new CutConnection(Postgres.port())) {
            SinkDefinition definition = postgres(way.port(), table, SinkFixture.ROWS, Map.of());
            try (Sink sink = JdbcSink.open(definition)) {
                sink.deliver(1, 1, page(1, 1, 1, 2, 2, 1));
                way.next(cut);
                boolean failed = false;
                try {
                    sink.deliver(1, 2, page(3, 3, 1));
                } catch (MillraceException e) {
                    failed = true;
                    assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED);
                }
                assertThat(failed).isEqualTo(cut != CutConnection.Cut.NEVER);
                assertThat(sink.lastCommitted()).isEqualTo(cut == CutConnection.Cut.BEFORE_COMMIT ? 1 : 2);
                sink.deliver(1, 2, page(3, 3, 1));
                sink.deliver(1, 3, page(4, 4, 1));
            }
            assertThat(Postgres.rows("SELECT id FROM " + table + " ORDER BY id"))
                    .containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void rejectedRowTakesItsWholeBatchWithItAndTheNextBatchGoesOn() throws Exception {
        Postgres.run("CREATE TABLE rejected (id BIGINT PRIMARY KEY, n BIGINT CHECK (n < 10))");
        try (Sink sink = JdbcSink.open(postgres("rejected", Map.of()))) {
            sink.deliver(1, 1, page(1, 1, 1));
            assertFails(
                    () -> sink.deliver(1, 2, page(2, 2, 1, 3, 99, 1, 4, 4, 1)),
                    ErrorCode.INVALID_RECORD,
                    "table \"rejected\"",
                    "rejected_n_check");
            assertThat(sink.lastCommitted()).isEqualTo(1);
            assertThat(Postgres.rows("SELECT id FROM rejected")).containsExactly("1");
            sink.deliver(1, 3, page(5, 5, 1));
            assertThat(Postgres.rows("SELECT id FROM rejected ORDER BY id")).containsExactly("1", "5");
        }
    }

    @Test
    void markerThatIsGoneIsNotTakenForNothingCommitted() throws Exception {
        Postgres.run("CREATE TABLE pruned (id BIGINT, n BIGINT)");
        SinkDefinition definition = postgres("pruned", Map.of());
        try (Sink sink = JdbcSink.open(definition)) {
            sink.deliver(1, 1, page(1, 1, 1));
        }
        Postgres.run("DELETE FROM millrace_commit WHERE sink = 'sink_pruned'");
        try (Sink sink = JdbcSink.reopen(definition)) {
            assertFails(sink::lastCommitted, ErrorCode.SINK_MISMATCH, "sink_pruned", "no row");
            assertFails(() -> sink.deliver(1, 2, page(2, 2, 1)), ErrorCode.SINK_MISMATCH, "sink_pruned");
        }
        assertThat(Postgres.rows("SELECT id FROM pruned")).containsExactly("1");
    }

    @Test
    void sinkOfANameThatHasDeliveredIsBegunAnewByOrderOnly() throws Exception {
        Postgres.run("CREATE TABLE again (id BIGINT, n BIGINT)");
        try (Sink sink = JdbcSink.open(postgres("again", Map.of()))) {
            sink.deliver(7, 5, page(1, 1, 1));
        }
        assertFails(
                () -> JdbcSink.open(postgres("again", Map.of())),
                ErrorCode.INVALID_DEFINITION,
                "batch 5",
                "existing = 'replace'");
        try (Sink sink = JdbcSink.open(postgres("again", Map.of("existing", "replace")))) {
            assertThat(sink.lastCommitted()).isZero();
            sink.deliver(1, 1, page(2, 2, 1));
        }
        assertThat(Postgres.rows("SELECT id FROM again ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void upsertReplacesAndDeletesByKeyInOneBatch() throws Exception {
        Postgres.run("CREATE TABLE \"Keyed\" (\"ID\" BIGINT PRIMARY KEY, n BIGINT, own TEXT DEFAULT 'x')");
        try (Sink sink = JdbcSink.open(postgres("keyed", Map.of("mode", "upsert")))) {
            sink.deliver(1, 1, page(1, 10, 1, 2, 20, 1, 3, 30, 1));
            Postgres.run("UPDATE \"Keyed\" SET own = 'y'");
            sink.deliver(1, 2, page(1, 11, 1, 2, 20, -1, 1, 10, -1, 3, 30, -1, 3, 30, 1));
            assertThat(Postgres.rows("SELECT * FROM \"Keyed\" ORDER BY 1")).containsExactly("1|11|y", "3|30|y");
            assertFails(
                    () -> sink.deliver(1, 3, page(4, 1, 1, 4, 2, 1)),
                    ErrorCode.UNIQUE_VIOLATION,
                    "several rows",
                    "[4]");
        }
    }

    @Test
    void tableThatDoesNotFitIsRefusedWithTheColumnNamed() throws Exception {
        Postgres.run(
                "CREATE TABLE narrow (id BIGINT, n SMALLINT)",
                "CREATE TABLE short (id BIGINT)",
                "CREATE TABLE wide (id BIGINT, n BIGINT, more TEXT NOT NULL)",
                "CREATE TABLE unkeyed (id BIGINT, n BIGINT)",
                "CREATE INDEX partial ON unkeyed (id)");
        refused("narrow", Map.of(), "\"n\" of type int2", "BIGINT");
        refused("short", Map.of(), "no column \"n\"");
        refused("wide", Map.of(), "\"more\" that must not be NULL");
        refused("unkeyed", Map.of("mode", "upsert"), "no primary key or unique index of just the columns [id]");
        refused("missing", Map.of(), "option 'table' is 'missing'");
    }

    private static void refused(String table, Map<String, String> more, String... texts) {
        assertFails(() -> JdbcSink.open(postgres(table, more)), ErrorCode.INVALID_DEFINITION, texts);
    }

    @Test
    void databaseThatIsNotThereIsTriedAgain() throws Exception {
        try (CutConnection unused = new CutConnection(1)) {
            SinkDefinition definition = postgres(unused.port(), "x", SinkFixture.ROWS, Map.of());
            unused.close();
            try (Sink sink = JdbcSink.reopen(definition)) {
                assertFails(sink::lastCommitted, ErrorCode.SINK_FAILED, "table \"x\" cannot be written");
            }
        }
    }

    @Test
    void addressMayOnlySayWhatIsHarmless() {
        for (String url : new String[] {
            "jdbc:postgresql://h/d?socketFactory=evil",
            "jdbc:postgresql://h/d?ssl%6Dode=disable",
            "jdbc:postgresql://h/d?sslmode=disable&password=secret",
            "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'x'",
            "jdbc:h2:file:/etc/passwd",
            "jdbc:mysql://h/d?autoDeserialize=true",
            "jdbc:postgresql:d"
        }) {
            assertThatThrownBy(() -> Database.of(url))
                    .as(url)
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("option 'url'")
                    .hasMessageNotContaining("secret");
        }
        assertThat(Database.of("jdbc:postgresql://a:1,b:2/d?sslmode=require&ApplicationName=x"))
                .isEqualTo(Database.POSTGRESQL);
    }
}
