package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements send the server neither to files outside of its roots, by whatever links, nor to addresses that tell secrets. */
@Timeout(120)
class ReachTest {

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    private Path secret;
    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        secret = Files.writeString(elsewhere.resolve("secret.csv"), "1\n2\n");
        Files.writeString(directory.resolve("own.csv"), "7\n");
        server = open("files.roots=" + directory);
    }

    private SinkServer open(String... settings) throws SQLException {
        return new SinkServer(directory, List.of(settings));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void restart(String... settings) throws Exception {
        server.close();
        server = open(settings);
    }

    private static String source(Path path, String more) {
        return "CREATE STREAM x (n INT) WITH (connector = 'files', path = '" + path + "', format = 'csv'" + more + ")";
    }

    private static String sink(String path) {
        return "CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', path = '" + path
                + "', format = 'csv')";
    }

    private void refused(String sql, String message) {
        String option = message.split("'", 3)[1];
        String place = "line 1:" + (sql.indexOf(option + " = '") + 1);
        assertThatThrownBy(() -> server.run(sql)).as(sql).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getMessage()).contains(message).contains(place);
            assertThat(e.getSQLState()).isEqualTo("42501");
        });
    }

    @Test
    void sourcesReadBelowTheRootsOnly() throws Exception {
        server.run(source(directory.resolve("own.csv"), ""));
        assertThat(server.number("SELECT n FROM x")).isEqualTo(7);
        server.run("DROP STREAM x");
        String outside =
                "which is outside of the directories that statements may name: " + directory + "; put it there";
        refused(source(Path.of("/etc/passwd"), ""), "option 'path' leads to \"/etc/passwd\", " + outside);
        refused(source(secret, ""), "option 'path' leads to \"" + secret + "\", " + outside);
        refused(source(directory.resolve("../" + elsewhere.getFileName() + "/secret.csv"), ""), "option 'path' leads");
        refused(source(directory.resolve(".."), ", pattern = '*.csv'"), "option 'path' leads");
        refused("CREATE STREAM y WITH (connector = 'files', path = '" + secret + "', format = 'csv')", "option 'path'");
        refused(source(Path.of("own.csv"), ""), "option 'path' leads"); // below the working directory
    }

    @Test
    void linksAreFollowedBeforeTheyAreTrusted() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.csv"), secret);
        Path folder = Files.createSymbolicLink(directory.resolve("folder"), elsewhere);
        Files.createSymbolicLink(directory.resolve("inner.csv"), directory.resolve("own.csv"));
        refused(source(link, ""), "option 'path' leads");
        refused(source(folder.resolve("secret.csv"), ""), "option 'path' leads");
        refused(source(folder, ", pattern = '*.csv'"), "option 'path' leads");

        server.run(source(directory, ", pattern = '*n*.csv', watch = true, poll.interval = '10 ms'"));
        SinkServer.await(() -> server.text("SELECT LISTAGG(n, ' ') FROM x"), "7 7");
        assertThat(server.text("SELECT problem FROM sys.sources WHERE name = 'x'"))
                .contains("file \"" + directory.resolve("link.csv") + "\" is outside of the directories")
                .doesNotContain("it is");
        Files.createSymbolicLink(directory.resolve("new.csv"), secret);
        Files.move(directory.resolve("link.csv"), directory.resolve("renamed.csv"));
        Files.writeString(directory.resolve("next.csv"), "8\n");
        SinkServer.await(() -> server.text("SELECT LISTAGG(n, ' ') WITHIN GROUP (ORDER BY n) FROM x"), "7 7 8");
    }

    @Test
    void fileThatIsReplacedByALinkIsReadNoFurther() throws Exception {
        Path file = directory.resolve("own.csv");
        server.run(source(file, ", follow = true, poll.interval = '10 ms'"));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS n FROM x");
        Files.writeString(secret, "7\n100\n");
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        awaitText("SELECT problem FROM sys.sources WHERE name = 'x'", "outside of the directories");
        assertThat(server.number("SELECT n FROM v")).isEqualTo(7);
    }

    @Test
    void filesOfTheServerAreNobodys() throws Exception {
        server.run("CREATE SECRET one AS 'two'"); // makes the key
        server.run("CREATE STREAM s (n INT)");
        Path data = directory.resolve("data");
        refused(
                source(data, ", pattern = '*'"),
                "option 'path' leads to \"" + data + "\", which belongs to the server");
        refused(source(directory.resolve("data.key"), ""), "option 'path' leads");
        refused(sink(data.resolve("out").toString()), "option 'path' leads");
        Files.createSymbolicLink(directory.resolve("in"), data);
        refused(sink(directory.resolve("in/out").toString()), "option 'path' leads");
        restart("files.roots=any");
        refused(source(Path.of("/proc/self/environ"), ""), "option 'path' leads");
        refused(source(Path.of("/dev/stdin"), ""), "option 'path' leads");
        refused(source(data, ", pattern = '*'"), "option 'path' leads");
        server.run(source(secret, ""));
        assertThat(server.number("SELECT SUM(n) FROM x")).isEqualTo(3);
    }

    @Test
    void sinksWriteBelowTheRootsOnly() throws Exception {
        server.run("CREATE STREAM s (n INT)");
        refused(sink(elsewhere.resolve("out").toString()), "option 'path' leads");
        Files.createSymbolicLink(directory.resolve("nowhere"), elsewhere.resolve("not-there"));
        refused(sink(directory.resolve("nowhere").toString()), "option 'path' leads");

        server.run("CREATE SINK k AS SELECT STREAM n, n AS d FROM s WITH (connector = 'files', path = '"
                + directory.resolve("out") + "', format = 'csv', partition.by = 'd')");
        Path link = Files.createSymbolicLink(directory.resolve("out/d=1"), elsewhere);
        server.run("INSERT INTO s VALUES (1)");
        awaitText("SELECT failure FROM sys.sinks WHERE name = 'k'", "outside of the directories");
        assertThat(elsewhere.resolve("rows.csv")).doesNotExist();
        Files.delete(link);
        SinkServer.await(() -> server.number("SELECT lag_batches FROM sys.sinks WHERE name = 'k'"), 0L);
        assertThat(directory.resolve("out/d=1/rows.csv")).content().contains("1");
    }

    private void awaitText(String sql, String part) throws Exception {
        SinkServer.await(
                () -> Optional.ofNullable(server.text(sql))
                        .filter(text -> text.contains(part))
                        .isPresent(),
                true);
    }

    /** What was declared under other settings keeps no server from starting. */
    @Test
    void narrowerSettingsStopTheSourceAndNotTheServer() throws Exception {
        server.run(source(directory.resolve("own.csv"), ", follow = true, poll.interval = '10 ms'"));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS n FROM x");
        restart("files.roots=" + elsewhere);
        awaitText("SELECT problem FROM sys.sources WHERE name = 'x'", "outside of the directories");
        restart("files.roots=" + directory);
        Files.writeString(directory.resolve("own.csv"), "7\n8\n");
        SinkServer.await(() -> server.number("SELECT n FROM v"), 15L);
    }

    @Test
    void addressesThatTellSecretsAreNotConnectedTo() throws Exception {
        server.run("CREATE STREAM s (n INT)");
        String why = "is link-local or tells secrets of the machine";
        for (String host : List.of(
                "169.254.169.254",
                "[fe80::1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[fd00:ec2::254]")) {
            refused(
                    "CREATE STREAM x (n INT) WITH (connector = 'kafka', topic = 't', format = 'json', brokers = '"
                            + host + ":80')",
                    "option 'brokers' names \"" + host + "\"");
        }
        refused(
                "CREATE STREAM x (n INT) WITH (connector = 'socket', host = '169.254.169.254', port = 80, format = 'csv')",
                "option 'host' names");
        refused(
                "CREATE TABLE x (n INT) WITH (connector = 'jdbc', table = 't', url = 'jdbc:postgresql://localhost:1,169.254.1.1:80/d')",
                "option 'url' names \"169.254.1.1\"");
        refused(
                "CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'kafka', topic = 't', format = 'json', brokers = '169.254.169.254:80')",
                "option 'brokers' names");
        refused(
                "CREATE STREAM x (n INT) WITH (connector = 'http', format = 'json', url = 'http://169.254.169.254/latest')",
                "option 'url' names \"169.254.169.254\"");
        refused(
                "CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'http', format = 'json', url = 'http://[fe80::1]/')",
                "option 'url' names");
        server.run("CREATE CONNECTION c WITH (type = 'jdbc', url = 'jdbc:postgresql://169.254.169.254:80/d')");
        assertThatThrownBy(() -> server.run("CHECK CONNECTION c")).hasMessageContaining(why);
        refused(
                "CREATE STREAM x (n INT) WITH (connector = 'kafka', topic = 't', format = 'json', "
                        + "brokers = 'localhost:1', ssl.truststore.location = '" + secret
                        + "', security.protocol = 'SSL')",
                "option 'ssl.truststore.location' leads to");

        restart("network.allowed=169.254.169.254, fe80::/10");
        refused(
                "CREATE STREAM x (n INT) WITH (connector = 'socket', host = '169.254.169.253', port = 80, format = 'csv')",
                "option 'host' names");
        server.run(
                "CREATE STREAM x (n INT) WITH (connector = 'socket', host = '169.254.169.254', port = 80, format = 'csv')");
        restart(); // it is declared, but not connected to
        awaitText("SELECT problem FROM sys.sources WHERE name = 'x'", why);
    }
}
