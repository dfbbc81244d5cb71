package io.millrace.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterBatchTest {

    @TempDir
    Path directory;

    private SinkServer server;
    private Connection connection;

    @BeforeEach
    void makeTables() throws SQLException {
        server = new SinkServer(directory, List.of());
        connection = DriverManager.getConnection(server.url());
        server.run("CREATE TABLE t (k INT PRIMARY KEY, n INT NOT NULL CHECK (n < 1000), v VARCHAR)");
        server.run("CREATE MATERIALIZED VIEW total AS SELECT SUM(n) AS n, COUNT(*) AS c FROM t");
        server.run("INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(text.length() == 0 ? "" : " ");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(i == 1 ? "" : ",").append(rows.getString(i));
                }
            }
            return text.toString();
        }
    }

    private long batches() throws SQLException {
        return Long.parseLong(ask("SELECT MAX(batch) FROM sys.batches"));
    }

    private static int[] run(PreparedStatement statement, Object[]... lists) throws SQLException {
        for (Object[] list : lists) {
            for (int i = 0; i < list.length; i++) {
                statement.setObject(i + 1, list[i]);
            }
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    private static Object[] of(Object... values) {
        return values;
    }

    @Test
    void updatesOfABatchSeeThoseBeforeThemAndBecomeVisibleAtOnce() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n * ?, v = ? WHERE k = ?")) {
            long before = batches();
            assertThat(run(update, of(2, "x", 1), of(3, "y", 2), of(5, "z", 1), of(7, "-", 9), of(1, null, 3)))
                    .containsExactly(1, 1, 1, 0, 1);
            assertThat(batches() - before).isOne();
        }
        assertThat(ask("SELECT * FROM t ORDER BY k")).isEqualTo("1,100,z 2,60,y 3,30,null");
        assertThat(ask("SELECT n FROM total")).isEqualTo("190");
    }

    @Test
    void keyThatIsChangedIsFoundUnderItsNewValue() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET k = ? WHERE k = ?")) {
            assertThat(run(update, of(4, 1), of(5, 4), of(1, 2), of(2, null))).containsExactly(1, 1, 1, 0);
        }
        assertThat(ask("SELECT k, n FROM t ORDER BY k")).isEqualTo("1,20 3,30 5,10");
    }

    @Test
    void nothingIsChangedWhenOneOfThemFails() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n / ? WHERE k = ?")) {
            assertThatThrownBy(() -> run(update, of(2, 1), of(0, 2), of(1, 3))).isInstanceOf(SQLException.class);
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE k = ?")) {
            assertThatThrownBy(() -> run(update, of(2, 1), of(2000, 1))).hasMessageContaining("breaks");
        }
        assertThat(ask("SELECT n FROM t ORDER BY k")).isEqualTo("10 20 30");
    }

    @Test
    void rowsAreDeletedOnce() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE k = ? AND n > ?")) {
            assertThat(run(delete, of(1, 5), of(1, 5), of(2, 50), of(3, 5))).containsExactly(1, 0, 0, 1);
        }
        assertThat(ask("SELECT k FROM t")).isEqualTo("2");
    }

    @Test
    void rowsAreInsertedOrUpdatedByTurns() throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO t VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = t.n + EXCLUDED.n WHERE t.n < 100")) {
            long before = batches();
            assertThat(run(upsert, of(7, 1, "x"), of(1, 100, "x"), of(7, 2, "x"), of(1, 100, "x")))
                    .containsExactly(1, 1, 1, 0);
            assertThat(batches() - before).isOne();
        }
        assertThat(ask("SELECT k, n FROM t ORDER BY k")).isEqualTo("1,110 2,20 3,30 7,3");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            assertThat(run(insert, of(7, 9, "x"), of(8, 8, "x"), of(8, 9, "x"))).containsExactly(0, 1, 0);
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO t VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = CAST(? AS INT)")) {
            assertThat(run(insert, of(8, 0, "x", 11), of(9, 0, "x", 12), of(9, 0, "x", 13)))
                    .containsExactly(1, 1, 1);
        }
        assertThat(ask("SELECT k, n FROM t WHERE k > 7 ORDER BY k")).isEqualTo("8,11 9,13");
    }

    @Test
    void mergesSeeThoseBeforeThem() throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("MERGE INTO t USING (VALUES (CAST(? AS INT), CAST(? AS INT)))"
                        + " AS s (k, n) ON t.k = s.k WHEN MATCHED AND s.n < 0 THEN DELETE WHEN MATCHED THEN UPDATE SET n = t.n + s.n"
                        + " WHEN NOT MATCHED THEN INSERT (k, n) VALUES (s.k, s.n)")) {
            long before = batches();
            assertThat(run(merge, of(1, 1), of(9, 5), of(9, 6), of(2, -1), of(2, 4)))
                    .containsExactly(1, 1, 1, 1, 1);
            assertThat(batches() - before).isOne();
        }
        assertThat(ask("SELECT k, n FROM t ORDER BY k")).isEqualTo("1,11 2,4 3,30 9,11");
    }

    @Test
    void batchOfATransactionBecomesVisibleWithIt() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE k = ?");
                PreparedStatement select = connection.prepareStatement("SELECT n FROM t WHERE k = ?")) {
            run(update, of(1, 1), of(1, 1));
            select.setInt(1, 1);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(12);
            }
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(ask("SELECT n FROM t WHERE k = 1")).isEqualTo("10");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void autoCommitHoldsForWhatIsPreparedAlready(String serialization) throws SQLException {
        String url = server.url() + (server.url().contains("?") ? "&" : "?") + "serialization=" + serialization;
        try (Connection own = DriverManager.getConnection(url);
                PreparedStatement insert = own.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            own.setAutoCommit(false);
            run(insert, of(7, 1, "x"), of(8, 1, "x"));
            own.rollback();
            assertThat(ask("SELECT COUNT(*) FROM t")).isEqualTo("3");

            own.setAutoCommit(true);
            run(insert, of(7, 1, "x"), of(8, 1, "x"));
            assertThat(ask("SELECT COUNT(*) FROM t")).isEqualTo("5");

            own.setAutoCommit(false);
            run(insert, of(9, 1, "x"));
            assertThat(ask("SELECT COUNT(*) FROM t")).isEqualTo("5");
            own.setAutoCommit(true);
            assertThat(ask("SELECT COUNT(*) FROM t")).isEqualTo("6");
        }
    }

    @Test
    void numberThatJsonDoesNotHaveIsRefusedByTheDriver() throws SQLException {
        server.run("CREATE TABLE d (x DOUBLE)");
        String url = server.url() + (server.url().contains("?") ? "&" : "?") + "serialization=json";
        try (Connection own = DriverManager.getConnection(url);
                PreparedStatement insert = own.prepareStatement("INSERT INTO d VALUES (?)")) {
            for (Object number : of(Double.NaN, Double.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)) {
                insert.setObject(1, number);
                String said = "parameter 1 is " + number + ", which JSON does not have";
                assertThatThrownBy(insert::addBatch).hasMessageContaining(said);
                assertThatThrownBy(insert::executeUpdate).hasMessageContaining(said);
            }
            assertThat(run(insert, of(1.5))).containsExactly(1);
        }
        assertThat(ask("SELECT x FROM d")).isEqualTo("1.5");
    }

    @Test
    void noUpdateOfManyBatchesAtOnceIsLost() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(client -> clients.submit(this::addMany))
                    .toList();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            clients.shutdown();
        }
        assertThat(ask("SELECT n FROM t ORDER BY k")).isEqualTo("130 140 150");
    }

    private Object addMany() throws SQLException {
        try (Connection own = DriverManager.getConnection(server.url());
                PreparedStatement update = own.prepareStatement("UPDATE t SET n = n + ? WHERE k = ?")) {
            for (int i = 0; i < 10; i++) {
                run(update, of(1, 1), of(1, 2), of(1, 3), of(2, 1), of(2, 2), of(2, 3));
            }
            return null;
        }
    }

    @Test
    void planIsMadeAnewWhenTheTableIsAnother() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = ? WHERE k = ?");
                PreparedStatement select = connection.prepareStatement("SELECT n FROM t WHERE k = ?")) {
            assertThat(run(update, of(1, 1))).containsExactly(1);
            server.run("DROP TABLE t CASCADE");
            server.run("CREATE TABLE t (a VARCHAR, k INT PRIMARY KEY, n INT)");
            server.run("INSERT INTO t VALUES ('new', 1, 5)");
            assertThat(run(update, of(7, 1))).containsExactly(1);
            select.setInt(1, 1);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
        }
        assertThat(ask("SELECT * FROM t")).isEqualTo("new,1,7");
    }

    @Test
    void rowOfTheBatchThatBreaksACheckIsTold() throws SQLException {
        String check = " of the batch: the row with k = %d breaks";
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (k, n) VALUES (?, ?)")) {
            assertThatThrownBy(() -> run(insert, of(11, 1), of(12, 2), of(13, 2000), of(14, 3000)))
                    .hasMessageContaining("row 3" + String.format(check, 13));
            Object[][] many = IntStream.range(0, 9_000)
                    .mapToObj(i -> of(100 + i, i == 7_654 ? 1000 : 1))
                    .toArray(Object[][]::new);
            assertThatThrownBy(() -> run(insert, many)).hasMessageContaining("row 7655" + String.format(check, 7754));
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t SELECT k + 50, n + ?, v FROM t")) {
            assertThatThrownBy(() -> run(insert, of(1), of(980))).hasMessageContaining("row 2 of the batch: ");
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE k = ?")) {
            assertThatThrownBy(() -> run(update, of(2, 1), of(2000, 2), of(1, 3)))
                    .hasMessageContaining("row 2" + String.format(check, 2));
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET n = n + ? WHERE v = ?")) {
            assertThatThrownBy(() -> run(update, of(2, "a"), of(2000, "b")))
                    .hasMessageContaining("row 2" + String.format(check, 2));
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 2000, 'x')")) {
            insert.setInt(1, 11);
            assertThatThrownBy(insert::executeUpdate)
                    .hasMessageContaining("the row with k = 11 breaks")
                    .hasMessageNotContaining("of the batch");
        }
        assertThat(ask("SELECT n FROM t ORDER BY k")).isEqualTo("10 20 30");
    }
}
