package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.sink.SinkServer;
import io.millrace.session.measure.Metric;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those who watch the server are told. */
@Timeout(60)
class MetricsTest {

    private static final Path DASHBOARD = Path.of("src/main/dist/monitoring/grafana-dashboard.json");
    private static final Path DOCUMENT = Path.of("../../docs/monitoring.md");

    /** A word in an expression that is the name of a metric; what comes behind a brace is a label. */
    private static final Pattern NAME = Pattern.compile("\\b(millrace|jvm|process|system)_[a-z0-9_]+");

    /** What a histogram is told as. */
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

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

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url().replace("jdbc:millrace:", "http:") + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String metrics() throws Exception {
        return get("/metrics").body();
    }

    @Test
    void figuresAreThoseThatTheServerHas() throws Exception {
        server.run("CREATE STREAM bids (item VARCHAR, price INT, at TIMESTAMP(3), WATERMARK FOR at AS at)");
        server.run("CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item");
        server.run("CREATE SINK copies FROM bids WITH (connector = 'files', path = '" + directory.resolve("copies.json")
                + "', format = 'json')");
        server.run("INSERT INTO bids VALUES ('vase', 1, TIMESTAMP '2001-01-01 00:00:00'),"
                + " ('vase', 2, TIMESTAMP '2001-01-01 00:00:01'), ('lamp', 3, TIMESTAMP '2001-01-01 00:00:02')");
        server.run("CHECKPOINT");
        assertThatThrownBy(() -> server.run("SELECT nothing FROM bids")).hasMessageContaining("nothing");
        metrics();
        String told = metrics();
        assertThat(told.lines())
                .contains(
                        "millrace_input_rows_total{relation=\"bids\"} 3.0",
                        "millrace_input_failing{relation=\"bids\"} 0.0",
                        "millrace_relation_rows{relation=\"best\"} 2.0",
                        "millrace_query_rows_in_total{output=\"view\",query=\"best\"} 3.0",
                        "millrace_query_status{output=\"view\",query=\"best\",status=\"running\"} 1.0",
                        "millrace_sink_status{sink=\"copies\",status=\"running\"} 1.0",
                        "millrace_input_watermark_seconds{relation=\"bids\"} 9.78307202E8",
                        "millrace_checkpoint_duration_seconds_count 1",
                        "millrace_statement_failures_total{code=\"COLUMN_NOT_FOUND\"} 1.0",
                        "millrace_batch_rows_total 3.0")
                .anyMatch(line ->
                        line.startsWith("millrace_http_requests_seconds_count{route=\"metrics\",status=\"200\"}"))
                .anyMatch(line -> line.matches(
                        "millrace_batch_duration_seconds_bucket\\{step=\"execute\",le=\"\\+Inf\"} [1-9][0-9]*"))
                .anyMatch(line -> line.matches("millrace_query_state_bytes\\{output=\"view\",query=\"best\"} [1-9].*"))
                .anyMatch(line -> line.matches("millrace_journal_fsyncs_total [1-9].*"));
        server.run("DROP SINK copies");
        server.run("DROP MATERIALIZED VIEW best");
        assertThat(metrics()).doesNotContain("\"best\"", "\"copies\"").contains("{relation=\"bids\"}");
    }

    @Test
    void openMetricsAreGivenToThoseWhoTakeThem() throws Exception {
        HttpResponse<String> plain = get("/metrics");
        assertThat(plain.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(plain.body()).doesNotContain("# EOF");
        HttpResponse<String> open =
                get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void everyMetricIsInTheTable() throws Exception {
        List<String> document = Files.readAllLines(DOCUMENT);
        for (Metric metric : Metric.values()) {
            String labels =
                    metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
            assertThat(document)
                    .contains("| `%s` | %s | %s | %s |"
                            .formatted(
                                    metric.fullName(),
                                    metric.kind().name().toLowerCase(Locale.ROOT),
                                    labels.isEmpty() ? "–" : labels,
                                    metric.help()));
        }
    }

    @Test
    void dashboardNamesOnlyWhatThereIs() throws Exception {
        Set<String> there = known();
        Set<String> named = new TreeSet<>();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValuesAsText("expr").forEach(text -> addNames(text, named));
        dashboard.findValuesAsText("query").forEach(text -> addNames(text, named));
        assertThat(named).hasSizeGreaterThan(25);
        named.removeAll(there);
        assertThat(named).isEmpty();
    }

    @Test
    void rulesOfTheDocumentNameOnlyWhatThereIs() throws Exception {
        Set<String> named = new TreeSet<>();
        Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.contains("alert:"))
                .forEach(line -> addNames(line, named));
        assertThat(named).hasSizeGreaterThan(5);
        named.removeAll(known());
        assertThat(named).isEmpty();
    }

    /** All metrics that the server has, also those without a figure now. */
    private Set<String> known() throws Exception {
        Set<String> there = new TreeSet<>();
        metrics(); // requests are counted from then on
        metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> there.add(PART.matcher(line.split("[{ ]")[0]).replaceAll("")));
        for (Metric metric : Metric.values()) {
            there.add(metric.fullName());
        }
        there.add("jvm_gc_pause_seconds"); // after the first collection
        return there;
    }

    private static void addNames(String expression, Set<String> names) {
        Matcher matcher = NAME.matcher(expression);
        while (matcher.find()) {
            names.add(PART.matcher(matcher.group()).replaceAll(""));
        }
    }

    @Test
    void healthAndReadinessAreTold() throws Exception {
        assertThat(get("/health").body()).isEqualTo("OK\n");
        assertThat(get("/ready").body()).isEqualTo("READY\n");
    }
}
