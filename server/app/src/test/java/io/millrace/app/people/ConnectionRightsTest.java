package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may make, use, see and change connections and secrets. */
@Timeout(120)
class ConnectionRightsTest {

    private static final String URL = "jdbc:h2:mem:rights;DB_CLOSE_DELAY=-1";

    @TempDir
    Path directory;

    @Test
    void usageLetsReachWhatAConnectionReachesAndNothingElse() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory);
                Connection h2 = DriverManager.getConnection(URL, "sa", "");
                Statement statement = h2.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
            server.addUsers("ann", "bob");
            server.as("root", "GRANT CREATE ON SCHEMA public TO ann");
            server.denies("ann", "CREATE SECRET p AS 'x'", "needs the privilege CONNECT on the server");
            server.denies("ann", "CREATE CONNECTION c WITH (type = 'jdbc', url = 'x')", "CONNECT on the server");
            server.as(
                    "root",
                    "CREATE SECRET p AS 'sa'",
                    "CREATE CONNECTION c WITH (type = 'jdbc', url = '" + URL + "', user = 'sa')");
            String stream = "CREATE STREAM s (id BIGINT) WITH (connection = c, table = 'T')";
            server.refuses("ann", stream, "42704", "connection \"c\" not found");
            server.refuses("ann", "CHECK CONNECTION c", "42704", "connection \"c\" not found");
            server.refuses("ann", "DROP SECRET p", "42704", "secret \"p\" not found");
            server.as("root", "GRANT SELECT ON ALL RELATIONS TO ann");
            assertThat(server.rows("ann", "SHOW CONNECTIONS")).isEmpty();
            assertThat(server.rows("ann", "SHOW SECRETS")).isEmpty();

            server.as("root", "GRANT USAGE ON CONNECTION c TO ann");
            assertThat(server.rows("ann", "SELECT name FROM sys.connections")).containsExactly("c");
            server.as("ann", stream, "CHECK CONNECTION c");
            server.as("ann", "CREATE STREAM n (id BIGINT)", "CREATE SINK k FROM n WITH (connection = c, table = 'T')");
            server.denies("ann", "ALTER CONNECTION c SET (user = 'x')", "may not ALTER connection \"c\"");
            server.denies("ann", "SHOW CREATE CONNECTION c", "may not ALTER connection \"c\"");
            server.denies("ann", "DROP CONNECTION c", "may not DROP connection \"c\"");
            server.denies("ann", "GRANT USAGE ON CONNECTION c TO bob", "belongs to somebody else");
            server.denies(
                    "ann",
                    "CREATE STREAM other (id BIGINT) WITH (connector = 'jdbc', url = '" + URL + "', table = 'T')",
                    "CONNECT on the server");
            server.denies(
                    "ann",
                    "CREATE STREAM other (id BIGINT) WITH (connection = c, table = 'T', schema.registry.url = 'http://x')",
                    "CONNECT on the server");
            server.refuses(
                    "root", "GRANT SELECT ON CONNECTION c TO ann", "0LP01", "SELECT is a privilege on relations");
            server.refuses("root", "GRANT USAGE ON s TO ann", "0LP01", "USAGE is a privilege on connections");
            server.as("root", "GRANT ALTER ON CONNECTION c TO ann");
            server.denies("ann", "ALTER CONNECTION c SET (user = 'x')", "CONNECT on the server");
            server.as("root", "GRANT CONNECT ON SERVER TO ann");
            server.refuses("ann", "ALTER CONNECTION c SET (password = SECRET p)", "42704", "secret \"p\" not found");
            server.as("root", "GRANT USAGE ON SECRET p TO ann");
            server.as("ann", "ALTER CONNECTION c SET (user = 'sa')");
            server.denies("ann", "ALTER SECRET p AS 'x'", "may not ALTER secret \"p\"");

            server.as("root", "CHECKPOINT");
            server.as("root", "REVOKE CONNECT ON SERVER FROM ann");
            server.as(
                    "root",
                    "CREATE STREAM made (id BIGINT) WITH (connector = 'generator', rate = 1)",
                    "CREATE STREAM orders (id BIGINT) WITH (connector = 'jdbc', url = '" + URL
                            + "', \"user\" = 'sa', \"table\" = 'T')");
            server.denies("ann", "ALTER STREAM made SET (rate = 2)", "may not ALTER");
            server.as("root", "GRANT ALTER ON made TO ann", "GRANT ALTER ON orders TO ann");
            server.as("ann", "ALTER STREAM made SET (rate = 2)");
            server.denies("ann", "ALTER STREAM orders SET (\"user\" = 'else')", "CONNECT on the server");
            server.as("root", "ALTER STREAM orders SET (\"user\" = 'else')");
            server.restart();
            assertThat(server.rows("root", "SHOW CREATE STREAM orders").toString())
                    .contains("\"user\" = 'else'");
            server.as("root", "DROP STREAM made", "DROP STREAM orders");
            assertThat(server.rows("root", "SELECT * FROM sys.grants WHERE privilege = 'USAGE' OR name IN ('c', 'p')"))
                    .containsExactlyInAnyOrder(
                            "ann USAGE object c",
                            "ann ALTER object c",
                            "ann USAGE object p",
                            "root OWNER object c",
                            "root OWNER object p");
            server.as("root", "REVOKE USAGE, ALTER ON CONNECTION c FROM ann", "ALTER SECRET p OWNER TO bob");
            server.refuses("ann", "CHECK CONNECTION c", "42704", "connection \"c\" not found");
            server.as("bob", "DROP SECRET p");
        }
    }
}
