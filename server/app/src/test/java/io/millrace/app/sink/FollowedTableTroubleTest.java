package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables whose original, or its database, does not give all that it has. */
@Timeout(120)
class FollowedTableTroubleTest extends FollowedTables {

    @Test
    void publicationThatLeavesChangesOutStopsTheTableForGood() throws Exception {
        createOrders();
        String statement = ORDERS + with("table = 'orders', heartbeat.interval = '50 ms'");
        server.run(statement);
        inDatabase("UPDATE orders SET price = 5 WHERE id < 10");
        awaitSame();
        inDatabase("ALTER PUBLICATION p DROP TABLE orders", "DELETE FROM orders WHERE id < 10");
        awaitProblem("publication \"p\" does not have table \"orders\"; say ALTER PUBLICATION \"p\" ADD TABLE");
        inDatabase("ALTER PUBLICATION p ADD TABLE orders", "DELETE FROM orders WHERE id < 20");
        awaitProblem(
                "publication \"p\" left changes of table \"orders\" out for a time; changes are missing since then:"
                        + " DROP the table here and CREATE it again");
        restart();
        awaitProblem("left changes of table \"orders\" out for a time");
        assertThat(server.number("SELECT COUNT(*) FROM orders")).isEqualTo(1000);
        server.run("DROP TABLE orders");
        server.run(statement);
        awaitSame();
        server.close();
        inDatabase("ALTER PUBLICATION p SET (publish = 'insert')", "DELETE FROM orders WHERE id < 30");
        server = new SinkServer(directory, List.of());
        awaitProblem("publication \"p\" leaves changes out; say ALTER PUBLICATION \"p\" SET (publish =");
    }

    @Test
    void rowsOfTablesThatInheritAreNotThoseOfTheTable() throws Exception {
        createOrders();
        inDatabase(
                "CREATE TABLE other () INHERITS (orders)",
                "ALTER TABLE other REPLICA IDENTITY FULL",
                "INSERT INTO other VALUES (20001, 'of the other', 1)");
        server.run(ORDERS + with("table = 'orders'"));
        inDatabase("UPDATE orders SET price = price + 1", "INSERT INTO other VALUES (20002, 'of the other', 1)");
        inDatabase("DELETE FROM ONLY orders WHERE id > 500");
        String expected = ofDatabase(SUM.replace("FROM orders", "FROM ONLY orders"));
        SinkServer.await(() -> server.text(SUM), expected);
        assertThat(expected).startsWith("500 ");
    }

    @Test
    void tableOfWhichTheRoleSeesSomeRowsOnlyIsRefused() throws Exception {
        createOrders();
        inDatabase(
                "DROP ROLE IF EXISTS guest",
                "CREATE ROLE guest LOGIN REPLICATION",
                "GRANT USAGE ON SCHEMA public TO guest",
                "GRANT SELECT ON orders TO guest",
                "CREATE POLICY few ON orders USING (id < 10)",
                "ALTER TABLE orders ENABLE ROW LEVEL SECURITY");
        String statement = ORDERS + with("table = 'orders'").replace("'postgres', pub", "'guest', pub");
        assertRefused(statement, "row-level security leaves rows of table \"orders\" out for the role");
        inDatabase("ALTER TABLE orders DISABLE ROW LEVEL SECURITY");
        server.run(statement);
        assertThat(server.number("SELECT COUNT(*) FROM orders")).isEqualTo(1000);
    }

    @Test
    void databaseThatHangsIsSaidUntilItAnswers() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'orders'"));
        String state = "SELECT status FROM sys.sources WHERE name = 'orders'";
        inDatabase("UPDATE orders SET price = 4 WHERE id < 10");
        awaitSame(); // it follows the log by now
        assertThat(server.text(state)).isEqualTo("OPEN");
        ProcessHandle main = ProcessHandle.of(Long.parseLong(ofDatabase("SELECT pg_backend_pid()")))
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        List<String> all = Stream.concat(Stream.of(main), main.descendants())
                .map(process -> String.valueOf(process.pid()))
                .toList();
        signal("-STOP", all);
        try {
            SinkServer.await(() -> server.text(state), "RETRYING");
            for (int look = 0; look < 20; look++) {
                assertThat(server.text(state)).isEqualTo("RETRYING");
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } finally {
            signal("-CONT", all);
        }
        inDatabase("UPDATE orders SET price = 5 WHERE id < 10");
        awaitSame();
        SinkServer.await(() -> server.text(state), "OPEN");
    }

    private static void signal(String signal, List<String> processes) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("kill", signal), processes.stream()).toList();
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // some have ended by now
                .start()
                .waitFor();
    }
}
