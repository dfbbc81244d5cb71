package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.MillraceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.calcite.avatica.AvaticaConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes through the door: credentials over HTTP, ids of others, guesses; and what is seen behind it. */
@Timeout(120)
class DoorTest {

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private String send(PeopleServer server, String user, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url().replace("jdbc:millrace:", "http:") + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            String pair = user.contains(":") ? user : user + ":" + user + "-secret";
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String challenge = response.headers()
                .firstValue("WWW-Authenticate")
                .map(text -> " " + text)
                .orElse("");
        return response.statusCode() + challenge + " " + response.body();
    }

    @Test
    void rowsOverHttpNeedTheRightsOfWhoSendsThem() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as("root", "CREATE STREAM s (n INT)", "GRANT INSERT ON s TO ann");
            assertThat(send(server, "", "POST", "/streams/s", "{\"n\": 1}"))
                    .startsWith("401 Basic realm=\"Millrace\"")
                    .contains("give a user name and a password");
            assertThat(send(server, "ann:wrong", "POST", "/streams/s", "{\"n\": 1}"))
                    .startsWith("401 ");
            assertThat(send(server, "ann", "POST", "/streams/s", "{\"n\": 1}")).isEqualTo("200 {\"rows\":1}");
            assertThat(send(server, "ann", "POST", "/streams/s", "{\"n\": 2}", "Idempotency-Key", "k"))
                    .isEqualTo("200 {\"rows\":1,\"repeated\":false}");
            assertThat(send(server, "ann", "POST", "/streams/s", "{\"n\": 2}", "Idempotency-Key", "k"))
                    .isEqualTo("200 {\"rows\":1,\"repeated\":true}");
            assertThat(send(server, "bob", "POST", "/streams/s", "{\"n\": 3}"))
                    .startsWith("404 ")
                    .contains("RELATION_NOT_FOUND");
            server.as("root", "GRANT SELECT ON s TO bob");
            assertThat(send(server, "bob", "POST", "/streams/s", "{\"n\": 3}"))
                    .startsWith("403 ")
                    .contains("ACCESS_DENIED");
            assertThat(send(server, "ann", "GET", "/views/s/changes", "")).startsWith("403 ");
            assertThat(send(server, "", "GET", "/views/s/changes", "")).startsWith("401 ");
            assertThat(send(server, "", "GET", "/health", "")).isEqualTo("200 OK\n");
            assertThat(server.rows("bob", "SELECT SUM(n) FROM s")).containsExactly("3");
            server.refuses("ann", "SELECT * FROM millrace_ingest", "42P01", "not found");
        }
    }

    @Test
    void statementsOverHttpAreThoseOfTheirUser() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as("root", "CREATE TABLE t (n INT)", "INSERT INTO t VALUES (7)", "GRANT SELECT ON t TO ann");
            String read = "{\"sql\": \"SELECT n, CURRENT_USER FROM t\"}";
            assertThat(send(server, "", "POST", "/sql", read))
                    .startsWith("401 Basic realm=\"Millrace\"")
                    .contains("LOGIN_FAILED");
            assertThat(send(server, "", "POST", "/sql", read, "Sec-Fetch-Mode", "cors"))
                    .startsWith("401 {\"error\":")
                    .contains("LOGIN_FAILED");
            assertThat(send(server, "ann:wrong", "POST", "/sql", read)).startsWith("401 ");
            assertThat(send(server, "ann", "POST", "/sql", read))
                    .startsWith("200 ")
                    .contains("[7,\"ann\"]");
            assertThat(send(server, "bob", "POST", "/sql", read))
                    .startsWith("404 ")
                    .contains("42P01");
            assertThat(send(server, "ann", "POST", "/sql", "{\"sql\": \"DELETE FROM t\"}"))
                    .startsWith("403 ")
                    .contains("42501");
            assertThat(send(server, "ann", "POST", "/sql", read, "Origin", "http://evil.example"))
                    .startsWith("403 ");
            assertThat(send(server, "", "GET", "/openapi.json", "")).startsWith("200 {");
        }
    }

    @Test
    void metricsNeedThePrivilegeToMonitor() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as("root", "GRANT MONITOR ON SERVER TO bob", "CREATE STREAM s (n INT)");
            assertThat(send(server, "", "GET", "/metrics", "")).startsWith("401 Basic realm=\"Millrace\"");
            assertThat(send(server, "ann", "GET", "/metrics", ""))
                    .startsWith("403 ")
                    .contains("ACCESS_DENIED", "MONITOR")
                    .doesNotContain("\"s\"");
            assertThat(send(server, "bob", "GET", "/metrics", ""))
                    .startsWith("200 ")
                    .contains("millrace_input_rows_total{relation=\"s\"} 0.0");
            assertThat(send(server, "", "GET", "/ready", "")).isEqualTo("200 READY\n");
        }
    }

    @Test
    void keysOfOthersTellNothingAndTheirTableIsOfTheServer() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob", "eve");
            server.as(
                    "root",
                    "CREATE STREAM s (n INT)",
                    "GRANT INSERT ON s TO ann, bob",
                    "GRANT CREATE ON SCHEMA public TO eve");
            server.refuses("eve", "CREATE TABLE Millrace_Ingest (n INT)", "42P16", "belongs to the server");
            server.as("eve", "CREATE TABLE mine (n INT)");
            server.refuses("eve", "ALTER TABLE mine RENAME TO millrace_ingest", "42P16", "belongs to the server");
            String row = "{\"n\": 2}";
            assertThat(send(server, "ann", "POST", "/streams/s", row, "Idempotency-Key", "k"))
                    .isEqualTo("200 {\"rows\":1,\"repeated\":false}");
            assertThat(send(server, "bob", "POST", "/streams/s", row, "Idempotency-Key", "k"))
                    .isEqualTo("200 {\"rows\":1,\"repeated\":false}");
            assertThat(send(server, "bob", "POST", "/streams/s", row, "Idempotency-Key", "k"))
                    .isEqualTo("200 {\"rows\":1,\"repeated\":true}");
            assertThat(send(server, "eve", "POST", "/streams/s", row, "Idempotency-Key", "k"))
                    .startsWith("404 ");
            server.as("root", "REVOKE INSERT ON s FROM bob");
            assertThat(send(server, "bob", "POST", "/streams/s", row, "Idempotency-Key", "k"))
                    .startsWith("404 ");
            String forged = "{\"stream\": \"s\", \"key\": \"x\", \"inserted\": 1, \"at\": \"2026-01-01 00:00:00\"}";
            for (String user : new String[] {"ann", "eve", "root"}) {
                assertThat(send(server, user, "POST", "/streams/millrace_ingest", forged))
                        .startsWith("403 ");
                assertThat(send(server, user, "POST", "/streams/MILLRACE_INGEST", forged, "Idempotency-Key", "k"))
                        .startsWith("403 ");
            }
        }
    }

    @Test
    void connectionOfSomebodyElseIsNotThere() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            String id = server.connection("root").unwrap(AvaticaConnection.class).handle.id;
            String request = "{\"request\": \"createStatement\", \"connectionId\": \"" + id + "\"}";
            assertThat(send(server, "ann", "POST", "/", request))
                    .startsWith("500 ")
                    .contains("does not know the connection");
            assertThat(send(server, "", "POST", "/", request)).startsWith("401 ");
            String close = "{\"request\": \"closeConnection\", \"connectionId\": \"" + id + "\"}";
            send(server, "ann", "POST", "/", close);
            assertThat(send(server, "ann", "POST", "/cancel/" + id + "/1", "")).startsWith("404 ");
            assertThat(send(server, "root", "POST", "/", request)).startsWith("200 ");
            assertThat(server.rows("root", "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void stockDriverLogsInByBasic() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            Properties properties = new Properties();
            properties.setProperty("avatica_user", "root");
            properties.setProperty("avatica_password", "root-secret");
            properties.setProperty("authentication", "BASIC");
            properties.setProperty("serialization", "protobuf");
            String url = "jdbc:avatica:remote:url=" + server.url().replace("jdbc:millrace:", "http:");
            try (Connection connection = new org.apache.calcite.avatica.remote.Driver().connect(url, properties);
                    ResultSet result = connection.createStatement().executeQuery("SELECT CURRENT_USER")) {
                assertThat(PeopleServer.rows(result)).containsExactly("root");
            }
            properties.setProperty("avatica_password", "wrong");
            assertThatThrownBy(() -> new org.apache.calcite.avatica.remote.Driver()
                            .connect(url, properties)
                            .createStatement())
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void guessesHaveToWait() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.connection("root");
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                try {
                    DriverManager.getConnection(server.url(), "ann", "guess" + i);
                } catch (SQLException e) {
                    texts.add(e.getMessage());
                }
            }
            assertThat(texts.subList(0, 4)).allMatch(text -> text.contains("the user name or the password is wrong"));
            assertThat(texts.subList(4, 6))
                    .allMatch(text -> text.contains("too many log-ins have failed; try again in"));
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "ann", "ann-secret"))
                    .hasMessageContaining("too many log-ins");
            assertThat(server.rows("root", "SELECT 1")).containsExactly("1");
            assertThat(
                            server.rows(
                                    "root",
                                    "SELECT action, outcome, COUNT(*) FROM sys.audit WHERE user_name = 'ann' GROUP BY action, outcome"))
                    .containsExactly("LOG IN DENIED 4");
        }
    }

    @Test
    void metadataAndSystemRelationsShowWhatMayBeSeen() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE TABLE shown (n INT)",
                    "CREATE TABLE kept_away (n INT)",
                    "CREATE STREAM quiet (n INT)",
                    "CREATE MATERIALIZED VIEW loud AS SELECT COUNT(*) AS c FROM quiet",
                    "CREATE FUNCTION hush(x INT) RETURNS INT AS x",
                    "COMMENT ON TABLE kept_away IS 'hm'",
                    "GRANT SELECT ON shown TO ann");
            DatabaseMetaData metadata = server.connection("ann").getMetaData();
            try (ResultSet tables = metadata.getTables(null, "public", "%", null);
                    ResultSet columns = metadata.getColumns(null, "public", "%", "%")) {
                assertThat(PeopleServer.rows(tables)).hasSize(2).allMatch(row -> row.contains("shown"));
                assertThat(PeopleServer.rows(columns)).isNotEmpty().allMatch(row -> row.contains("shown"));
            }
            for (String sql : new String[] {
                "SHOW TABLES",
                "SHOW STREAMS",
                "SHOW VIEWS",
                "SHOW QUERIES",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM information_schema.columns",
                "SELECT * FROM sys.watermarks",
                "SELECT * FROM sys.comments",
                "SELECT name FROM sys.functions",
                "SHOW GRANTS",
                "SHOW USERS",
                "SHOW SESSIONS",
                "SELECT sql FROM sys.statements",
                "SELECT * FROM sys.audit",
                "SELECT * FROM sys.offsets"
            }) {
                assertThat(server.rows("ann", sql))
                        .as(sql)
                        .noneMatch(row -> row.contains("kept_away")
                                || row.contains("quiet")
                                || row.contains("loud")
                                || row.contains("hush")
                                || row.contains("root"));
            }
            server.refuses("ann", "SELECT n FROM kept_awai", "42P01", "relation \"kept_awai\" not found");
            assertThatThrownBy(() -> server.rows("ann", "SELECT n FROM kept_awai"))
                    .hasMessageNotContaining("did you mean");
            server.as("root", "GRANT MONITOR ON SERVER TO bob");
            assertThat(server.rows("bob", "SHOW SESSIONS").toString())
                    .contains("root")
                    .contains("ann");
            assertThat(server.rows("ann", "SHOW SESSIONS")).hasSize(1);
        }
    }

    @Test
    void auditTellsWhoDidWhatAndWhoMustNot() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as(
                    "root",
                    "CREATE TABLE t (n INT)",
                    "ALTER USER ann PASSWORD 'it''s new'",
                    "GRANT SELECT ON t TO ann");
            assertThatThrownBy(() -> server.as("ann", "DELETE FROM t")).isInstanceOf(SQLException.class);
            try (Connection again = DriverManager.getConnection(server.url(), "ann", "it's new")) {
                assertThatThrownBy(() -> again.createStatement().execute("DELETE FROM t"))
                        .hasMessageContaining("may not");
            }
            List<String> audit =
                    server.rows("root", "SELECT user_name, action, outcome, detail FROM sys.audit ORDER BY at");
            assertThat(audit)
                    .contains(
                            "root CREATE TABLE ALLOWED CREATE TABLE t (n INT)",
                            "root ALTER USER ALLOWED ALTER USER ann PASSWORD '***'",
                            "root GRANT ALLOWED GRANT SELECT ON t TO ann",
                            "ann LOG IN ALLOWED from 127.0.0.1",
                            "ann STATEMENT DENIED DELETE FROM t");
            assertThat(audit.toString()).doesNotContain("secret").doesNotContain("it's new");
            assertThat(server.rows(
                            "ann".replace("ann", "root"), "SELECT COUNT(*) FROM sys.audit WHERE user_name = 'bob'"))
                    .containsExactly("0");
        }
    }

    @Test
    void thoseWhoComeTogetherAreNotTakenForGuessers() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            assertThat(together(server, "ann-secret")).allMatch(String::isEmpty);
            assertThat(together(server, "guess"))
                    .filteredOn(text -> text.contains("the user name or the password is wrong"))
                    .hasSizeLessThanOrEqualTo(5);
            assertThat(send(server, "x".repeat(5_000) + ":y", "POST", "/", "[" + "1,".repeat(200_000) + "1]"))
                    .contains("LOGIN_FAILED");
        }
    }

    private static List<String> together(PeopleServer server, String password) {
        return IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try (Connection connection = DriverManager.getConnection(server.url(), "ann", password)) {
                                return "";
                            } catch (SQLException e) {
                                return e.getMessage();
                            }
                        },
                        task -> new Thread(task).start()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void othersAreKilledByThoseWhoMay() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE STREAM s (n INT)",
                    "GRANT SELECT ON s TO ann",
                    "GRANT KILL, MONITOR ON SERVER TO bob");
            try (ResultSet following =
                    server.connection("ann").createStatement().executeQuery("SELECT STREAM n FROM s")) {
                String id = server.rows("bob", "SELECT id FROM sys.statements WHERE user_name = 'ann'")
                        .get(0);
                server.addUsers("eve");
                server.refuses("eve", "KILL " + id, "26000", "no statement");
                server.as("bob", "KILL " + id);
                assertThatThrownBy(following::next).hasMessageContaining("cancelled");
            }
            try (ResultSet following =
                    server.connection("ann").createStatement().executeQuery("SELECT STREAM n FROM s")) {
                server.as("root", "REVOKE SELECT ON s FROM ann");
                assertThatThrownBy(following::next).hasMessageContaining("who may do what was changed");
            }
            server.as("root", "GRANT CREATE ON SCHEMA public TO bob", "GRANT SELECT ON s TO bob");
            server.as("bob", "CREATE VIEW v AS SELECT n FROM s", "GRANT SELECT ON v TO ann");
            try (ResultSet following =
                    server.connection("ann").createStatement().executeQuery("SELECT STREAM n FROM v")) {
                server.as("root", "REVOKE SELECT ON s FROM bob");
                assertThatThrownBy(following::next).hasMessageContaining("who may do what was changed");
            }
        }
    }

    @Test
    void serverForOtherMachinesNeedsUsersAndTls() {
        Settings open = Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString())
                .with(Setting.BIND_ADDRESS, "0.0.0.0");
        assertThatThrownBy(() -> MillraceServer.start(open))
                .isInstanceOf(MillraceException.class)
                .hasMessage(
                        "bind.address=0.0.0.0 lets other machines in, and needs TLS; give the settings tls.certificate"
                                + " and tls.key");
        Certificates.in(directory, "server");
        Settings secret = open.with(
                        Setting.TLS_CERTIFICATE, directory.resolve("server.pem").toString())
                .with(Setting.TLS_KEY, directory.resolve("server.key").toString());
        assertThatThrownBy(() -> MillraceServer.start(secret))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("there are no users; make one with bin/millrace user add");
    }

    @Test
    void connectionsAreEncryptedAndNewCertificatesAreUsed() throws Exception {
        Certificates.in(directory, "server");
        Path certificate = directory.resolve("server.pem");
        try (PeopleServer server = new PeopleServer(
                directory, "tls.certificate=" + certificate, "tls.key=" + directory.resolve("server.key"))) {
            String url = server.url() + "?tls=true&truststore=" + certificate;
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(connection.isValid(5)).isTrue();
                connection.createStatement().execute("CREATE USER root PASSWORD 'root-secret'");
            }
            try (Connection connection = DriverManager.getConnection(url, "root", "root-secret")) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThatThrownBy(() -> DriverManager.getConnection(server.url() + "?tls=true"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(server.url())).isInstanceOf(SQLException.class);
            Certificates.in(directory, "server");
            String renewed = server.url() + "?tls=true&truststore=" + certificate;
            long end = System.nanoTime() + 30_000_000_000L;
            boolean used = false;
            while (!used && System.nanoTime() < end) {
                try (Connection connection = DriverManager.getConnection(renewed, "root", "root-secret")) {
                    used = connection.isValid(5);
                } catch (SQLException e) {
                    Thread.sleep(200);
                }
            }
            assertThat(used).isTrue();
        }
    }
}
