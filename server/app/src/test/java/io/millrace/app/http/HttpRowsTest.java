package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that come by POST, and changes that are followed. */
@Timeout(60)
class HttpRowsTest {

    private static final String JSON = "application/json";

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SinkServer(directory, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void restart() throws Exception {
        server.close();
        server = new SinkServer(directory, List.of());
    }

    private URI at(String path) {
        return URI.create(server.url().replace("jdbc:millrace:", "http:") + path);
    }

    private HttpRequest.Builder request(String path, String type, String body) {
        return HttpRequest.newBuilder(at(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String post(String path, String type, String body) throws Exception {
        return send(request(path, type, body).build());
    }

    private String post(String path, String body, String type, String key) throws Exception {
        return send(request(path, type, body).header("Idempotency-Key", key).build());
    }

    private String send(HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private String content() throws Exception {
        return server.text(
                "SELECT LISTAGG(id || ' ' || name, ', ') WITHIN GROUP (ORDER BY id) FROM (SELECT CAST(id AS VARCHAR) AS id, name FROM s)");
    }

    @Test
    void rowsOfAllFormatsAreThereWhenTheyAreAnsweredAndAfterARestart() throws Exception {
        server.run("CREATE STREAM s (id BIGINT NOT NULL, name VARCHAR, doubled AS id * 2)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, SUM(doubled) AS doubled FROM s");
        assertThat(post("/streams/s", JSON, "{\"id\": 1, \"name\": \"a,\\\"]\"}\n{\"name\": \"b\", \"id\": 2}\n"))
                .isEqualTo("200 {\"rows\":2}");
        assertThat(post("/streams/s", JSON, " [ {\"id\": 3, \"name\": \"[c]\"},\n {\"id\":\n 4, \"name\": null}] "))
                .isEqualTo("200 {\"rows\":2}");
        assertThat(post("/streams/S", "text/csv", "5,e\n6,\"f\nf\"")).isEqualTo("200 {\"rows\":2}");
        assertThat(post("/streams/s?header=true&delimiter=%3B", "text/csv", "name;id\ng;7\n"))
                .isEqualTo("200 {\"rows\":1}");
        assertThat(post("/streams/s", JSON, "[]")).isEqualTo("200 {\"rows\":0}");
        assertThat(post("/streams/s", JSON, "")).isEqualTo("200 {\"rows\":0}");
        String expected = "1 a,\"], 2 b, 3 [c], 5 e, 6 f\nf, 7 g";
        assertThat(content()).isEqualTo(expected);
        restart();
        assertThat(content()).isEqualTo(expected);
        assertThat(server.text("SELECT n || ' ' || doubled FROM v")).isEqualTo("7 56");
    }

    @Test
    void oneBadRowChangesNothingAndIsNamedWithItsPlace() throws Exception {
        server.run("CREATE STREAM s (id BIGINT NOT NULL, name VARCHAR(3), CHECK (id < 100))");
        assertThat(post("/streams/s", JSON, "{\"id\": 1}\n\n{\"id\": \"x\"}\n{\"id\": 3}"))
                .startsWith("400 ")
                .contains("\"line\":3,\"column\":1", "\"id\\\"");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1}, {\"id\": 2.5}]")).contains("\"line\":1,\"column\":13");
        assertThat(post("/streams/s", JSON, "[\n\t {\"id\": \"x\"}]")).contains("\"line\":2,\"column\":3");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1},\n,{\"id\": 2}]")).contains("\"line\":2,\"column\":1");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1}")).contains("the array has no end");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1}] 2")).contains("nothing may follow");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1}}")).startsWith("400 ");
        assertThat(post("/streams/s", JSON, "{\"name\": \"a\"}")).startsWith("400 ");
        assertThat(post("/streams/s", "text/csv", "1,abc\n2,abcd\n")).startsWith("400 ");
        assertThat(post("/streams/s", JSON, "[{\"id\": 1}, {\"id\": 100}]")).contains("CHECK_VIOLATION");
        assertThat(server.number("SELECT COUNT(*) FROM s")).isZero();
    }

    @Test
    void rowsThatAreDroppedAreCounted() throws Exception {
        server.run("CREATE STREAM s (id BIGINT, name VARCHAR, EXPECT (10 / id > 0) ON VIOLATION DROP)");
        String rows = "[{\"id\": 1}, {\"id\": -1}, {\"id\": 2}, {\"id\": 0}]";
        assertThat(post("/streams/s", JSON, rows)).isEqualTo("200 {\"rows\":2,\"refused\":2}");
        assertThat(post("/streams/s", rows, JSON, "k1")).isEqualTo("200 {\"rows\":2,\"refused\":2,\"repeated\":false}");
        assertThat(post("/streams/s", rows, JSON, "k1")).isEqualTo("200 {\"rows\":2,\"repeated\":true}");
        assertThat(server.number("SELECT COUNT(*) FROM s")).isEqualTo(4);
        assertThat(server.number("SELECT COUNT(*) FROM s$errors")).isEqualTo(4);
    }

    @Test
    void keyThatWasSentBeforeInsertsNothingAgain() throws Exception {
        server.run("CREATE STREAM s (id BIGINT, name VARCHAR)");
        assertThat(post("/streams/s", "[{\"id\": 1}, {\"id\": 2}]", JSON, "k1"))
                .isEqualTo("200 {\"rows\":2,\"repeated\":false}");
        assertThat(post("/streams/s", "[{\"id\": 1}, {\"id\": 2}]", JSON, "k1"))
                .isEqualTo("200 {\"rows\":2,\"repeated\":true}");
        assertThat(post("/streams/s", "{\"id\": \"bad\"}", JSON, "k2")).startsWith("400 ");
        restart();
        assertThat(post("/streams/s", "[{\"id\": 1}, {\"id\": 2}]", JSON, "k1"))
                .isEqualTo("200 {\"rows\":2,\"repeated\":true}");
        assertThat(post("/streams/s", "{\"id\": 3}", JSON, "k2")).isEqualTo("200 {\"rows\":1,\"repeated\":false}");
        List<CompletableFuture<String>> racing = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            racing.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return post("/streams/s", "{\"id\": 4}", JSON, "k3");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        assertThat(racing.stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.groupingBy(answer -> answer, Collectors.counting())))
                .containsEntry("200 {\"rows\":1,\"repeated\":false}", 1L)
                .containsEntry("200 {\"rows\":1,\"repeated\":true}", 11L);
        assertThat(server.number("SELECT COUNT(*) FROM s")).isEqualTo(4);
    }

    @Test
    void whatTakesNoRowsSaysSo() throws Exception {
        server.run("CREATE STREAM g (id BIGINT) WITH (connector = 'generator', rows = 1, fields.id.kind = 'sequence')");
        server.run("CREATE TABLE t (id BIGINT PRIMARY KEY, n INT DEFAULT 3)");
        server.run("CREATE TABLE u (id BIGINT PRIMARY KEY)");
        assertThat(post("/streams/nowhere", JSON, "{}")).startsWith("404 ").contains("RELATION_NOT_FOUND");
        assertThat(post("/streams/", JSON, "{}")).startsWith("404 ");
        assertThat(post("/streams/" + "n".repeat(200), JSON, "{}")).startsWith("400 ");
        assertThat(post("/streams/g", JSON, "{\"id\": 1}")).startsWith("400 ").contains("is fed by its connector");
        assertThat(post("/streams/t", JSON, "{\"id\": 1}")).startsWith("400 ").contains("DEFAULT");
        assertThat(post("/streams/u", JSON, "{\"id\": 1}")).startsWith("200 ");
        assertThat(post("/streams/u", JSON, "{\"id\": 1}")).startsWith("409 ");
        assertThat(post("/streams/u?quoted=1", JSON, "{\"id\": 2}"))
                .startsWith("400 ")
                .contains("OPTION_UNKNOWN");
    }

    @Test
    void changesOfAViewAreFollowedAsEvents() throws Exception {
        server.run("CREATE STREAM s (id BIGINT, name VARCHAR)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT name, COUNT(*) AS n FROM s GROUP BY name");
        post("/streams/s", "text/csv", "1,a\n");
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(at("/views/v/changes")).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream;charset=utf-8");
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(next(events)).containsExactly("event: begin", "data: {}");
            assertThat(next(events).get(1)).startsWith("data: {\"name\":\"a\",\"n\":1,\"_op\":\"INSERT\",\"_batch\":");
            post("/streams/s", "text/csv", "2,a\n");
            assertThat(List.of(next(events).get(1), next(events).get(1)))
                    .anyMatch(data -> data.contains("\"n\":1,\"_op\":\"UPDATE_BEFORE\""))
                    .anyMatch(data -> data.contains("\"n\":2,\"_op\":\"UPDATE_AFTER\""));
            server.run("DROP MATERIALIZED VIEW v");
            assertThat(next(events)).first().isIn("event: error", "event: end");
        }
        assertThat(send(HttpRequest.newBuilder(at("/views/v/changes")).build())).startsWith("404 ");
    }

    private static List<String> next(BufferedReader events) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line = events.readLine(); line != null && !line.isEmpty(); line = events.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void clientThatGoesLeavesNothingBehind() throws Exception {
        server.run("CREATE STREAM s (id BIGINT)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM s");
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(at("/views/v/changes")).build(), HttpResponse.BodyHandlers.ofInputStream());
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM sys.sessions"), 2L);
        response.body().close();
        List<Integer> sent = IntStream.range(0, 20).boxed().toList();
        for (int id : sent) {
            post("/streams/s", "text/csv", id + "\n");
        }
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM sys.sessions"), 1L);
    }
}
