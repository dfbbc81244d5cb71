package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.sink.SinkServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements that come by POST: what they give in each form, what goes wrong, and when they are stopped. */
@Timeout(60)
class SqlOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    private URI at(String path) {
        return URI.create(server.url().replace("jdbc:millrace:", "http:") + path);
    }

    private HttpRequest.Builder request(String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at("/sql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static String asked(String sql, Object... parameters) throws Exception {
        return JSON.writeValueAsString(Map.of("sql", sql, "parameters", parameters));
    }

    private String post(String sql, Object... parameters) throws Exception {
        return send(request(asked(sql, parameters)));
    }

    @Test
    void rowsAreListsBehindTheColumns() throws Exception {
        assertThat(post("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR)"))
                .isEqualTo("200 {\"updated\":0,\"warnings\":[]}\n");
        assertThat(post("INSERT INTO t VALUES (?, ?), (2, NULL)", 1, "a \"b\"")).startsWith("200 {\"updated\":2,");
        assertThat(post("SELECT k, v, k * 1.5 AS d, DATE '2001-02-03' AS day FROM t ORDER BY k"))
                .isEqualTo("200 {\"columns\":[{\"name\":\"k\",\"type\":\"INTEGER\",\"nullable\":false},"
                        + "{\"name\":\"v\",\"type\":\"VARCHAR\",\"nullable\":true},"
                        + "{\"name\":\"d\",\"type\":\"DECIMAL(12, 1)\",\"nullable\":false},"
                        + "{\"name\":\"day\",\"type\":\"DATE\",\"nullable\":false}],\"rows\":[\n"
                        + "[1,\"a \\\"b\\\"\",1.5,\"2001-02-03\"],\n[2,null,3.0,\"2001-02-03\"]],"
                        + "\"row_count\":2,\"warnings\":[]}\n");
    }

    @Test
    void bigNumbersAreTextsForThoseWhoAsk() throws Exception {
        String sql =
                "SELECT 9007199254740993 AS a, CAST(1.50 AS DECIMAL(5, 2)) AS b, 1 AS c, CAST(NULL AS BIGINT) AS d";
        assertThat(post(sql)).contains("[9007199254740993,1.50,1,null]");
        assertThat(send(request("{\"sql\": \"" + sql + "\", \"exact\": true}")))
                .contains("[\"9007199254740993\",\"1.50\",1,null]");
        String nested = "SELECT ARRAY[1, 9007199254740993] AS a, ARRAY[CAST(1.5 AS DECIMAL(30, 2))] AS b,"
                + " CAST(ROW(9007199254740993, 2) AS ROW(p BIGINT, q INT)) AS c, MAP['k', 9007199254740993] AS d";
        assertThat(send(request("{\"sql\": \"" + nested + "\", \"exact\": true}")))
                .contains("[[\"1\",\"9007199254740993\"],[\"1.50\"],{\"p\":\"9007199254740993\",\"q\":2},"
                        + "{\"k\":\"9007199254740993\"}]");
    }

    @Test
    void parametersHaveTheTypesOfTheirPlaces() throws Exception {
        String sql =
                "SELECT CAST(? AS TIMESTAMP(3)), CAST(? AS DECIMAL(5, 2)), CAST(? AS VARBINARY), CAST(? AS BOOLEAN),"
                        + " CAST(? AS BIGINT)";
        assertThat(post(sql, "2001-02-03 04:05:06.007", 1.5, "00ff", true, 9007199254740993L))
                .contains("\n[\"2001-02-03 04:05:06.007\",1.50,\"00ff\",true,9007199254740993]]");
        String reals = "SELECT CAST(? AS DOUBLE), CAST(? AS REAL)";
        assertThat(post(reals, "NaN", "-Infinity")).contains("\n[\"NaN\",\"-Infinity\"]]");
        assertThat(post(reals, new java.math.BigDecimal("1e400"), 1))
                .startsWith("400 ")
                .contains("parameter 1:", "is not a value of type DOUBLE");
        assertThat(post(reals, 1, "1e39")).startsWith("400 ").contains("is not a value of type REAL");
        assertThat(post(sql, "yesterday", 1, "00", true, 1))
                .startsWith("400 ")
                .contains("parameter 1: \\\"yesterday\\\" is not a value of type TIMESTAMP(3)");
        assertThat(post(sql, null, 1, "0x", true, 1))
                .startsWith("400 ")
                .contains("parameter 3: \\\"0x\\\" is not a value of type VARBINARY");
    }

    @Test
    void linesAndCsvHaveTheSameRows() throws Exception {
        String body = asked("SELECT * FROM (VALUES (1, 'a,b', 'x'), (2, '', NULL)) AS t (n, \"a b\", c) ORDER BY n");
        assertThat(send(request(body, "Accept", "application/x-ndjson")).lines())
                .hasSize(4)
                .contains("[1,\"a,b\",\"x\"]", "[2,\"\",null]", "{\"row_count\":2,\"warnings\":[]}");
        assertThat(send(request(body, "Accept", "text/csv"))).isEqualTo("200 n,a b,c\r\n1,\"a,b\",x\r\n2,\"\",\r\n");
        String variants =
                "SELECT PARSE_JSON('\"a\\\"b\"') AS a, PARSE_JSON('\"c\"') AS b, PARSE_JSON('{\"k\": 1}') AS c";
        assertThat(send(request(asked(variants), "Accept", "text/csv")))
                .isEqualTo("200 a,b,c\r\n\"\"\"a\\\"\"b\"\"\",\"\"\"c\"\"\",\"{\"\"k\"\":1}\"\r\n");
        assertThat(send(request(body, "Accept", "image/png")))
                .startsWith("406 ")
                .contains("text/csv");
    }

    @Test
    void whatIsWrongHasAPlaceAndAState() throws Exception {
        assertThat(post("SELECT 1,\n  nothing"))
                .isEqualTo("400 {\"error\":\"column \\\"nothing\\\" not found\",\"code\":\"COLUMN_NOT_FOUND\","
                        + "\"sqlstate\":\"42703\",\"line\":2,\"column\":3}");
        assertThat(post("SELECT * FROM nowhere")).startsWith("404 ").contains("42P01");
        assertThat(post("SELECT 1 / (1 - 1)"))
                .startsWith("400 {\"error\":\"division by zero")
                .contains("22012", "\"line\":1,\"column\":8");
        assertThat(post("SELECT CAST(? AS INT)", 1, 2)).startsWith("400 ").contains("has 1 parameters, but 2 values");
        assertThat(post("")).startsWith("400 ");
        for (String body : List.of(
                "",
                "{",
                "[]",
                "{}",
                "{\"sql\": 1}",
                "{\"sql\": \"SELECT 1\", \"sql\": \"SELECT 2\"}",
                "{\"sql\": \"SELECT 1\", \"settings\": {\"schema\": [1]}}",
                "{\"sql\": \"SELECT 1\", \"settings\": {\"schema\": null}}",
                "{\"sql\": \"SELECT 1\", \"x\": " + "[".repeat(30) + "]".repeat(30) + "}",
                "{\"sql\": \"SELECT 1\", \"x\": 1}",
                "{\"sql\": \"SELECT 1\", \"max_rows\": -1}",
                "{\"sql\": \"SELECT 1\"} x",
                "{\"sql\": \"SELECT ?\", \"parameters\": [1e999999999]}",
                "[".repeat(100_000))) {
            assertThat(send(request(body)))
                    .as(body)
                    .startsWith("400 {\"error\":")
                    .contains("08P01")
                    .doesNotContain("Stream", "com.fasterxml");
        }
        assertThat(send(request("{\"sql\": \"SELECT 1\", \"parameters\": null, \"max_rows\": null}")))
                .startsWith("200 ");
    }

    @Test
    void statementsOfOneRequestShareASessionThatEndsWithIt() throws Exception {
        assertThat(post("CREATE TABLE t (k INT); BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); COMMIT;"
                        + " SELECT COUNT(*) FROM t"))
                .contains("\n[2]]");
        assertThat(post("BEGIN; DELETE FROM t")).startsWith("200 ");
        assertThat(post("SELECT COUNT(*) FROM t")).contains("\n[2]]");
        assertThat(post("INSERT INTO t VALUES (3); SELECT 1 / (k - k) FROM t")).startsWith("400 ");
        assertThat(post("SELECT COUNT(*) FROM t")).contains("\n[3]]");
        assertThat(send(request("{\"sql\": \"SELECT CURRENT_SCHEMA\", \"settings\": {\"nothing\": 1}}")))
                .startsWith("400 ")
                .contains("nothing");
        assertThat(server.number("SELECT COUNT(*) FROM sys.sessions")).isOne();
    }

    @Test
    void browserPagesOfOtherSitesAreRefused() throws Exception {
        HttpRequest.Builder plain = HttpRequest.newBuilder(at("/sql"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(asked("SELECT 1")));
        assertThat(send(plain)).startsWith("415 ").contains("application/json");
        assertThat(send(request(asked("SELECT 1"), "Origin", "http://evil.example")))
                .startsWith("403 ");
        assertThat(send(request(asked("SELECT 1"), "Origin", "null"))).startsWith("403 ");
        String own = at("").toString();
        assertThat(send(request(asked("SELECT 1"), "Origin", own))).startsWith("200 ");
        assertThat(raw("POST /sql HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 403 ")
                .contains("this machine");
        String head = " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n";
        for (String what : List.of("GET /metrics", "GET /views/v/changes", "POST /", "POST /cancel/x/1")) {
            assertThat(raw(what + head + "Content-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("this machine");
        }
        assertThat(raw("GET /health" + head + "\r\n")).startsWith("HTTP/1.1 200 ");
        HttpRequest.Builder options =
                HttpRequest.newBuilder(at("/sql")).method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        assertThat(client.send(options.build(), HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .map())
                .doesNotContainKey("access-control-allow-origin");
    }

    private String raw(String text) throws Exception {
        try (Socket socket = new Socket("localhost", at("").getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void streamsAreGivenAsLinesAndEventsWhileTheyCome() throws Exception {
        post("CREATE STREAM s (n INT)");
        String sql = "SELECT STREAM n FROM s";
        assertThat(post(sql)).startsWith("400 ").contains("0A000", "max_rows");
        for (String type : List.of("application/x-ndjson", "text/event-stream", "text/csv")) {
            HttpResponse<InputStream> response =
                    client.send(request(asked(sql), "Accept", type).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String first = lines.readLine();
                assertThat(first).contains(type.equals("text/event-stream") ? "event: columns" : "n");
                post("INSERT INTO s VALUES (42)");
                String line = first;
                while (!line.contains("42")) {
                    line = lines.readLine();
                }
                assertThat(line).isIn("[42]", "data: [[42]]", "42");
            }
        }
        awaitNoStatements();
        String body = JSON.writeValueAsString(Map.of("sql", sql + " EMIT CHANGES", "max_rows", 1));
        CompletableFuture<HttpResponse<String>> one =
                client.sendAsync(request(body).build(), HttpResponse.BodyHandlers.ofString());
        while (!one.isDone()) {
            post("INSERT INTO s VALUES (43)");
        }
        assertThat(one.get().body()).contains("\"row_count\":1");
    }

    /** Only the question itself runs. */
    private void awaitNoStatements() throws Exception {
        while (server.number("SELECT COUNT(*) FROM sys.statements") > 1) {
            Thread.onSpinWait();
        }
    }

    /** What takes longer than anybody waits, or than there is memory for. */
    /** Ten thousand million pairs of different rows, of which little is kept: it ends when somebody ends it, not for lack of memory. */
    private String longStatement() throws Exception {
        assertThat(post("CREATE TABLE n (v INT);"
                        + " INSERT INTO n VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10);"
                        + " CREATE TABLE many (v INT); INSERT INTO many"
                        + " SELECT a.v + 10 * b.v + 100 * c.v + 1000 * d.v + 10000 * e.v FROM n a, n b, n c, n d, n e"))
                .startsWith("200 ");
        return "SELECT COUNT(*) FROM many a, many b WHERE a.v + b.v < 0";
    }

    private static void send(Socket socket, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /sql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + content.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(content);
    }

    private void awaitStatement() throws Exception {
        while (server.number("SELECT COUNT(*) FROM sys.statements") < 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void statementStopsWhenItsClientGoes() throws Exception {
        String body = asked(longStatement());
        try (Socket socket = new Socket("localhost", at("").getPort())) {
            send(socket, body);
            awaitStatement();
        }
        awaitNoStatements();
    }

    @Test
    void statementThatIsStoppedEndsThoughItsClientTakesNoMore() throws Exception {
        longStatement();
        assertThat(post("CREATE TABLE u (v INT); INSERT INTO u SELECT a.v FROM n a, n b, n c, n d"))
                .startsWith("200 ");
        String longRows = "SELECT REPEAT('x', 5000) FROM u";
        for (String by : List.of("statement.timeout", "KILL")) {
            String body = JSON.writeValueAsString(Map.of(
                    "sql", longRows, "settings", Map.of("statement.timeout", by.equals("KILL") ? "1 h" : "2 s")));
            try (Socket socket = new Socket("localhost", at("").getPort())) {
                send(socket, body);
                awaitStatement();
                if (by.equals("KILL")) {
                    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                            .isEqualTo("HTTP/1.1 200");
                    long id = server.number(
                            "SELECT MIN(id) FROM sys.statements WHERE sql LIKE '%REPEAT%' AND sql NOT LIKE '%sys.%'");
                    assertThat(post("KILL " + id)).startsWith("200 ");
                }
                while (server.number("SELECT COUNT(*) FROM sys.sessions") > 1) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void rowsThatAreLargeTakeLittleMemoryAtATime() throws Exception {
        String sql = "SELECT REPEAT('ä€😀', 30000) AS v FROM n a, n b";
        longStatement();
        for (String type : List.of("application/json", "application/x-ndjson", "text/event-stream", "text/csv")) {
            String all = send(request(asked(sql), "Accept", type));
            assertThat(all).doesNotContain("?", "\ufffd");
            assertThat(all.codePoints().filter(c -> c == 0x1F600).count()).isEqualTo(3_000_000);
        }
    }

    @Test
    void connectionGoesOnAfterALongStatement() throws Exception {
        String body = JSON.writeValueAsString(
                Map.of("sql", longStatement(), "settings", Map.of("statement.timeout", "2500 ms")));
        try (Socket socket = new Socket("localhost", at("").getPort())) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(socket, body);
            assertThat(answers.readLine()).startsWith("HTTP/1.1 4");
            String line = answers.readLine();
            while (!line.isEmpty()) {
                line = answers.readLine();
            }
            char[] error = new char[20];
            assertThat(answers.read(error)).isEqualTo(20);
            send(socket, asked("SELECT 'again'"));
            while (!line.contains("\"again\"]")) {
                line = answers.readLine();
            }
        }
    }

    @Test
    void whoDoesNotWaitForTheAnswerLosesTheConnectionAfterIt() throws Exception {
        String body =
                JSON.writeValueAsString(Map.of("sql", longStatement(), "settings", Map.of("statement.timeout", "3 s")));
        try (Socket socket = new Socket("localhost", at("").getPort())) {
            socket.setSoTimeout(20_000);
            send(socket, body);
            awaitStatement();
            send(socket, asked("SELECT 'again'"));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 4")
                    .contains("Connection: close")
                    .doesNotContain("again", "431", "505");
        }
    }

    @Test
    void failureBehindTheFirstRowIsTold() throws Exception {
        post("CREATE TABLE t (k INT)");
        String body = asked("SELECT 100 / (k - 150000) FROM t");
        String values = "INSERT INTO t SELECT a.k * 1000 + b.k FROM u a, u b";
        post("CREATE TABLE u (k INT)");
        StringBuilder rows = new StringBuilder("INSERT INTO u VALUES (0)");
        for (int i = 1; i < 1_000; i++) {
            rows.append(", (").append(i).append(')');
        }
        post(rows.toString());
        assertThat(post(values)).startsWith("200 {\"updated\":1000000,");
        String json = send(request(body));
        String lines = send(request(body, "Accept", "application/x-ndjson"));
        if (json.startsWith("200 ")) {
            assertThat(JSON.readTree(json.substring(4)).path("sqlstate").asText())
                    .isEqualTo("22012");
        }
        assertThat(lines).contains("\"sqlstate\":\"22012\"").doesNotContain("row_count");
        String all = send(request(asked("SELECT k FROM t"), "Accept", "text/csv"));
        assertThat(all.lines()).hasSize(1_000_001);
    }

    @Test
    void descriptionNamesWhatIsThere() throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(at("/openapi.json")).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode api = JSON.readTree(response.body());
        assertThat(api.path("openapi").asText()).startsWith("3.1");
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                HttpRequest request = HttpRequest.newBuilder(at(path.getKey().replace("{name}", "nowhere")))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(operation.getValue().path("responses").properties())
                        .as(method + " " + path.getKey())
                        .extracting(Map.Entry::getKey)
                        .contains(Integer.toString(answer.statusCode()));
                assertThat(answer.body()).doesNotContain("there is nothing at");
            }
        }
        Map<String, JsonNode> error = Map.copyOf(JSON.convertValue(
                api.at("/components/schemas/Error/properties"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, JsonNode.class)));
        JsonNode told = JSON.readTree(post("SELECT nothing").substring(4));
        told.fieldNames().forEachRemaining(field -> assertThat(error).containsKey(field));
        for (String pointer : response.body()
                .lines()
                .filter(line -> line.contains("\"$ref\""))
                .toList()) {
            String target = pointer.replaceAll(".*\"#(.*)\".*", "$1");
            assertThat(api.at(target).isMissingNode()).as(target).isFalse();
        }
    }
}
