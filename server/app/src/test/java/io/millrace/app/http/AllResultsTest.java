package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several statements that come by POST, and the results of all of them. */
@Timeout(60)
class AllResultsTest {

    private static final String TEXT = "DELETE FROM t; INSERT INTO t VALUES (1), (2); SELECT k FROM t ORDER BY k;"
            + " SELECT k FROM t WHERE k > 5; DELETE FROM t";

    @TempDir
    static Path directory;

    private static SinkServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws SQLException {
        server = new SinkServer(directory, List.of());
        server.run("CREATE TABLE t (k INT NOT NULL)");
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    private String post(String sql, String accept, String more) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.url().replace("jdbc:millrace:", "http:") + "/sql"))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"sql\": \"" + sql + "\", \"all_results\": true" + more + "}"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private String json(String sql) throws Exception {
        return post(sql, "application/json", "");
    }

    @Test
    void resultsAreAListOfWhatEachStatementGives() throws Exception {
        String columns = "{\"columns\":[{\"name\":\"k\",\"type\":\"INTEGER\",\"nullable\":false}],\"rows\":[";
        assertThat(json(TEXT))
                .isEqualTo("200 {\"results\":[\n{\"updated\":0,\"warnings\":[]},\n{\"updated\":2,\"warnings\":[]},\n"
                        + columns + "\n[1],\n[2]],\"row_count\":2,\"warnings\":[]},\n"
                        + columns + "],\"row_count\":0,\"warnings\":[]},\n"
                        + "{\"updated\":2,\"warnings\":[]}]}\n");
        assertThat(json("DELETE FROM t")).isEqualTo("200 {\"results\":[\n{\"updated\":0,\"warnings\":[]}]}\n");
    }

    @Test
    void linesAndEventsFollowEachOther() throws Exception {
        String head = "{\"columns\":[{\"name\":\"k\",\"type\":\"INTEGER\",\"nullable\":false}]}";
        assertThat(post(TEXT, "application/x-ndjson", "").lines())
                .containsExactly(
                        "200 {\"updated\":0,\"warnings\":[]}",
                        "{\"updated\":2,\"warnings\":[]}",
                        head,
                        "[1]",
                        "[2]",
                        "{\"row_count\":2,\"warnings\":[]}",
                        head,
                        "{\"row_count\":0,\"warnings\":[]}",
                        "{\"updated\":2,\"warnings\":[]}");
        assertThat(post(TEXT, "text/event-stream", "").lines().filter(line -> line.contains("event: ")))
                .containsExactly(
                        "200 event: end",
                        "event: end",
                        "event: columns",
                        "event: rows",
                        "event: end",
                        "event: columns",
                        "event: end",
                        "event: end");
    }

    @Test
    void parametersAndLimitsCountForEachStatement() throws Exception {
        assertThat(post(
                                "INSERT INTO t VALUES (?), (?); SELECT k FROM t; DELETE FROM t WHERE k = ?; DELETE FROM t",
                                "application/x-ndjson",
                                ", \"parameters\": [7, 8, 8], \"max_rows\": 1")
                        .lines())
                .contains("{\"row_count\":1,\"warnings\":[]}")
                .endsWith("{\"updated\":1,\"warnings\":[]}", "{\"updated\":1,\"warnings\":[]}");
    }

    @Test
    void anErrorIsTheLastResult() throws Exception {
        assertThat(json("SELECT k / 0 FROM t; DELETE FROM t")).startsWith("200 {\"results\":[");
        assertThat(json("SELECT 1 / 0 AS a; DELETE FROM t"))
                .startsWith("400 {\"error\":")
                .contains("\"sqlstate\":\"22012\"");
        assertThat(json("DELETE FROM t; SELECT 1 / 0 AS a; INSERT INTO t VALUES (1)"))
                .startsWith("200 {\"results\":[\n{\"updated\":0,\"warnings\":[]},\n{\"error\":")
                .endsWith("]}\n")
                .contains("\"code\":\"DIVISION_BY_ZERO\"");
        assertThat(json("SELECT COUNT(*) AS n FROM t")).contains("[0]");
        assertThat(json("DELETE FROM t; SELECT nothing FROM t"))
                .startsWith("400 ")
                .contains("\"column\":23");
    }

    @Test
    void whatHasNoPlaceForSeveralResultsIsRefused() throws Exception {
        assertThat(post("DELETE FROM t", "text/csv", "")).startsWith("400 ").contains("CSV has room for one result");
        server.run("CREATE STREAM IF NOT EXISTS s (a INT)");
        assertThat(post("SELECT STREAM * FROM s; DELETE FROM t", "application/x-ndjson", ""))
                .startsWith("400 ")
                .contains("ask for it on its own");
        assertThat(post("DELETE FROM t", "application/json", ", \"all_results\": 1")
                        .split("\n")[0])
                .startsWith("400 ");
    }
}
