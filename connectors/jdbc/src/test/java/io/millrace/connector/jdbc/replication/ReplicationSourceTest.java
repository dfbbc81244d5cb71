package io.millrace.connector.jdbc.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.jdbc.Postgres;
import io.millrace.connector.testkit.CollectedRows;
import io.millrace.connector.testkit.ConnectorThreads;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server gets of a table that is followed, wherever it leaves off. */
@Timeout(120)
class ReplicationSourceTest {

    private static final int ROWS = 20_000;

    @BeforeEach
    void createTable() throws Exception {
        Postgres.run(
                "DROP PUBLICATION IF EXISTS p",
                "DROP TABLE IF EXISTS followed",
                "CREATE TABLE followed (id INT, name TEXT)",
                "ALTER TABLE followed REPLICA IDENTITY FULL",
                "CREATE PUBLICATION p FOR TABLE followed",
                "INSERT INTO followed SELECT n, 'name ' || n FROM generate_series(1, " + ROWS + ") AS n");
    }

    @AfterEach
    void noThreadsAreLeft() throws Exception {
        ConnectorThreads.await(() -> ConnectorThreads.running().isEmpty());
    }

    private static List<String> rows() throws SQLException {
        return Postgres.rows("SELECT id, name FROM followed").stream().sorted().toList();
    }

    private static ReceivedSource open() {
        List<SourceColumn> columns = List.of(
                new SourceColumn(new Field("id", Type.INTEGER, true), Optional.empty()),
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()));
        Map<String, String> options = Map.of(
                "url",
                Postgres.url(Postgres.port()),
                "user",
                "postgres",
                "table",
                "followed",
                "publication",
                "p",
                "transaction.size",
                "50 kB");
        PostgresCdcConnector connector = new PostgresCdcConnector();
        return (ReceivedSource) connector.reopenSource(Specs.of(connector, columns, Path.of("."), options)
                .definition(connector, Optional.empty(), Clock.systemUTC()));
    }

    /** The rows that are left of some with weights. */
    private static List<String> left(List<String> weighted) {
        Map<String, Integer> counts = new HashMap<>();
        for (String row : weighted) {
            boolean gone = row.startsWith("-1 ");
            counts.merge(gone ? row.substring(3) : row, gone ? -1 : 1, Integer::sum);
        }
        List<String> rows = new ArrayList<>();
        counts.forEach((row, count) -> {
            assertThat(count).as(row).isNotNegative();
            for (int i = 0; i < count; i++) {
                rows.add(row);
            }
        });
        return rows.stream().sorted().toList();
    }

    private static void awaitRows(CollectedRows received) throws Exception {
        List<String> expected = rows();
        ConnectorThreads.await(() -> left(received.rows()).equals(expected));
    }

    private static void change() throws SQLException {
        Postgres.run(
                "BEGIN; UPDATE followed SET name = 'other ' || id WHERE id % 2 = 0; DELETE FROM followed WHERE id % 3 = 0;"
                        + " INSERT INTO followed SELECT n % 10, 'many' FROM generate_series(1, 3000) AS n; COMMIT",
                "UPDATE followed SET id = id + 1", "DELETE FROM followed WHERE name = 'many' AND id < 4");
    }

    @Test
    void tableComesOnceAndThenAllThatChanges() throws Exception {
        CollectedRows received = new CollectedRows();
        ReceivedSource source = open();
        source.start(received);
        assertThat(received.awaitCaughtUp()).isFalse();
        assertThat(left(received.rows())).isEqualTo(rows());
        change();
        awaitRows(received);
        Postgres.run("TRUNCATE followed", "INSERT INTO followed VALUES (1, 'x')");
        awaitRows(received);
        assertThat(received.reached())
                .allSatisfy(
                        (partition, offset) -> assertThat(source.text(offset)).isNotBlank());
        source.drop();
        assertThat(Postgres.rows("SELECT slot_name FROM pg_replication_slots")).isEmpty();
    }

    @Test
    void sourceThatIsClosedAnywhereGoesOnFromItsOffsets() throws Exception {
        List<String> all = new ArrayList<>();
        Map<String, Offset> reached = copy(all);
        change();
        List<String> expected = rows();
        int life = 0;
        for (; life < 300 && !expected.equals(left(all)); life++) {
            CollectedRows received = new CollectedRows();
            received.holdAt(1);
            try (ReceivedSource source = open()) {
                source.resume(reached);
                source.start(received);
                ConnectorThreads.await(() -> received.count() > 0);
                source.release(received.reached());
            }
            ConnectorThreads.await(() -> ConnectorThreads.running().isEmpty());
            assertThat(received.isBegunAnew()).isFalse();
            all.addAll(received.rows());
            reached = received.reached();
        }
        assertThat(left(all)).isEqualTo(expected);
        assertThat(life).isGreaterThan(10);
        ReceivedSource last = open();
        last.start(new CollectedRows());
        last.drop();
    }

    /** Copies the table, and answers the offsets. */
    private static Map<String, Offset> copy(List<String> all) throws Exception {
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = open()) {
            source.start(received);
            received.awaitCaughtUp();
        }
        ConnectorThreads.await(() -> ConnectorThreads.running().isEmpty());
        all.addAll(received.rows());
        return received.reached();
    }

    @Test
    void copyThatIsClosedAnywhereIsBegunAnew() throws Exception {
        CollectedRows first = new CollectedRows();
        first.holdAt(1);
        try (ReceivedSource source = open()) {
            source.start(first);
            first.awaitRows(1);
        }
        Postgres.run("DELETE FROM followed WHERE id < 10000");
        CollectedRows second = new CollectedRows();
        ReceivedSource source = open();
        source.resume(first.reached());
        source.start(second);
        second.awaitCaughtUp();
        assertThat(second.isBegunAnew()).isTrue();
        assertThat(left(second.rows())).isEqualTo(rows());
        source.drop();
    }

    @Test
    void receiverThatFailsGetsTheSameChangesAgain() throws Exception {
        CollectedRows received = new CollectedRows();
        ReceivedSource source = open();
        source.start(received);
        received.awaitCaughtUp();
        received.failOnce(new MillraceException(ErrorCode.SERVER_STOPPING, "not now"));
        change();
        assertThat(received.awaitProblems(1)).first().asString().contains("not now");
        awaitRows(received);
        source.drop();
    }
}
