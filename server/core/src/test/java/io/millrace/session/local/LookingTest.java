package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.config.Settings;
import io.millrace.session.Cursor;
import io.millrace.session.Principal;
import io.millrace.session.RelationInfo;
import io.millrace.session.Session;
import io.millrace.spi.error.ErrorCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SHOW, DESCRIBE, EXPLAIN, SET, system relations and sessions. */
class LookingTest {

    /** Stands until it is moved. */
    private static final class HandClock extends Clock {

        private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    }

    @TempDir
    Path directory;

    private final HandClock clock = new HandClock();
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(Settings.defaults().with("partitions", "1"), clock, directory);
        server.run("CREATE STREAM bids (item VARCHAR NOT NULL, price INT, ts TIMESTAMP(3), dear AS price > 100,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);"
                + "CREATE TABLE items (item VARCHAR PRIMARY KEY, maker VARCHAR);"
                + "CREATE VIEW plain AS SELECT item FROM bids;"
                + "CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item");
        server.run("INSERT INTO bids VALUES ('vase', 12, TIMESTAMP '2026-01-01 00:00:00')");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showListsWhatThereIs() {
        assertThat(server.column("SHOW STREAMS")).containsExactly("bids");
        assertThat(server.rows("SHOW STREAMS").get(0)).contains("INSERT", 1L, "OPEN");
        assertThat(server.column("SHOW TABLES")).containsExactly("items");
        assertThat(server.column("SHOW VIEWS")).containsExactly("best", "plain");
        assertThat(server.column("SHOW MATERIALIZED VIEWS")).containsExactly("best");
        assertThat(server.column("SHOW VIEWS LIKE 'pl%'")).containsExactly("plain");
        assertThat(server.column("SHOW QUERIES")).containsExactly("best");
        assertThat(server.column("SHOW CONNECTORS")).contains("files", "nexmark", "socket", "json", "csv");
        assertThat(server.column("SHOW FUNCTIONS")).contains("COUNT", "UPPER");
        assertThat(server.column("SHOW SETTINGS")).contains("port", "backfill");
        assertThat(server.rows("SHOW CREATE plain"))
                .containsExactly(List.of("plain", "CREATE VIEW plain AS SELECT item FROM bids"));
    }

    @Test
    void commentsAreRemarksAndAreRepeatedByShowCreate() {
        server.run("COMMENT ON VIEW plain IS 'it''s plain'");
        server.run("COMMENT ON COLUMN plain.item IS 'what is sold'");
        server.run("CREATE FUNCTION net(x INT) RETURNS INT AS x / 2");
        server.run("COMMENT ON FUNCTION net IS 'half of it'");
        assertThat(server.rows("SHOW CREATE plain").get(0).get(1))
                .isEqualTo("CREATE VIEW plain AS SELECT item FROM bids;\nCOMMENT ON VIEW \"plain\" IS 'it''s plain';\n"
                        + "COMMENT ON COLUMN \"plain\".\"item\" IS 'what is sold'");
        assertThat(server.rows("SHOW CREATE FUNCTION net").get(0).get(1))
                .isEqualTo(
                        "CREATE FUNCTION net(x INT) RETURNS INT AS x / 2;\nCOMMENT ON FUNCTION \"net\" IS 'half of it'");
        RelationInfo plain = server.session().relations().stream()
                .filter(relation -> relation.name().equals("plain"))
                .findFirst()
                .orElseThrow();
        assertThat(plain.remarks()).isEqualTo("it's plain");
        assertThat(plain.columnRemarks()).containsExactly(entry("item", "what is sold"));
    }

    @Test
    void batchesTellWhatTheyTook() {
        server.run("INSERT INTO items VALUES ('vase', 'a'), ('pot', 'b'), ('jar', 'c')");
        assertThat(server.rows("SELECT MAX(rows_in), MAX(execute_micros) > 0, MIN(plan_micros) >= 0 FROM sys.batches"))
                .containsExactly(List.of(3L, true, true));
    }

    @Test
    void describeNamesColumns() {
        List<List<Object>> columns = server.rows("DESCRIBE bids");
        assertThat(columns).extracting(row -> row.get(0)).containsExactly("item", "price", "ts", "dear");
        assertThat(columns.get(0)).startsWith("item", "VARCHAR", "NO");
        assertThat(columns.get(2)).endsWith("WATERMARK");
        assertThat(columns.get(3)).endsWith("COMPUTED");
        assertThat(server.rows("DESCRIBE items").get(0)).contains("KEY");
        server.fails("DESCRIBE bids nothing", ErrorCode.COLUMN_NOT_FOUND, "line 1:15");
    }

    @Test
    void explainShowsGraphAndCode() {
        assertThat(server.text("EXPLAIN SELECT item FROM bids WHERE price > 10"))
                .contains("Filter")
                .contains("bids");
        assertThat(server.text(
                        "EXPLAIN CREATE MATERIALIZED VIEW v AS SELECT item, COUNT(*) AS n FROM bids GROUP BY item"))
                .contains("Aggregate");
        assertThat(server.text("EXPLAIN CODEGEN SELECT item, price + 1 AS p FROM bids WHERE price > 10"))
                .contains("class Stage");
        assertThat(server.text("EXPLAIN best")).contains("Aggregate");
        assertThat(server.rows("EXPLAIN ANALYZE best"))
                .anySatisfy(row -> assertThat(row.get(2)).isEqualTo(1L));
        server.fails("EXPLAIN ANALYZE SELECT 1 AS x", ErrorCode.NOT_SUPPORTED, "EXPLAIN ANALYZE");
        server.fails("EXPLAIN ANALYZE plain", ErrorCode.RELATION_WRONG_KIND, "no query runs");
    }

    @Test
    void settingsBelongToTheSession() {
        server.run("SET backfill = none");
        assertThat(server.session().settings()).containsEntry("backfill", "none");
        assertThat(server.rows("SELECT \"value\" FROM sys.settings WHERE name = 'backfill'"))
                .containsExactly(List.of("none"));
        try (Session other = server.service().open(Principal.anybody("bob"), Map.of("idle.timeout", "1 s"))) {
            assertThat(other.settings()).containsEntry("backfill", "on").containsEntry("idle.timeout", "1 s");
        }
        server.run("RESET backfill");
        assertThat(server.session().settings()).containsEntry("backfill", "on");
        server.fails("SET backfil = none", ErrorCode.SETTING_UNKNOWN, "line 1:5: ");
        server.fails("SET backfill = often", ErrorCode.SETTING_INVALID, "line 1:16: ");
        server.fails("SET port = 1", ErrorCode.SETTING_INVALID, "start-up");
    }

    @Test
    void systemRelationsAreReadLikeOthers() {
        assertThat(server.rows("SELECT table_name, table_type FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_name NOT LIKE '%$%' ORDER BY table_name"))
                .containsExactly(
                        List.of("best", "MATERIALIZED VIEW"),
                        List.of("bids", "STREAM"),
                        List.of("items", "TABLE"),
                        List.of("plain", "VIEW"));
        assertThat(server.rows("SELECT c.column_name FROM information_schema.columns c"
                        + " JOIN sys.tables t ON t.name = c.table_name ORDER BY c.ordinal_position"))
                .containsExactly(List.of("item"), List.of("maker"));
        assertThat(server.column("SELECT schema_name FROM information_schema.schemata"))
                .contains("public", "sys", "information_schema");
        assertThat(server.column("SELECT user_name FROM sys.sessions")).containsExactly("ann");
        assertThat(server.column("SELECT batch FROM sys.batches")).isNotEmpty().doesNotHaveDuplicates();
        List<RelationInfo> relations = server.session().relations();
        assertThat(relations).extracting(RelationInfo::kind).contains("STREAM", "SYSTEM TABLE");
        assertThat(relations)
                .filteredOn(relation -> relation.name().equals("items"))
                .singleElement()
                .satisfies(relation -> assertThat(relation.primaryKey()).containsExactly("item"));
    }

    @Test
    void abandonedResultsAndSessionsAreClosed() {
        Cursor cursor = server.open("SELECT STREAM item FROM bids");
        Session other = server.service().open(Principal.anybody("bob"), Map.of());
        clock.millis.addAndGet(Duration.ofMinutes(5).toMillis());
        server.service().expire();
        cursor.fetch(1, Duration.ZERO);
        clock.millis.addAndGet(Duration.ofMinutes(11).toMillis());
        server.service().expire();
        TestServer.assertFails(() -> cursor.fetch(1, Duration.ZERO), ErrorCode.QUERY_CANCELLED, "cursor.lease");
        clock.millis.addAndGet(Duration.ofDays(2).toMillis());
        server.column("SELECT 1 AS x");
        server.service().expire();
        assertThat(server.service().session(other.id())).isEmpty();
        assertThat(server.service().session(server.session().id())).isPresent();
        TestServer.assertFails(() -> other.prepare("SELECT 1 AS x"), ErrorCode.CONNECTION_NOT_FOUND, "closed");
    }
}
