package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a Chromium without a window. Where there is none, as {@code apt-get install chromium} brings it, only its files are
 * looked at. {@code -Dscreenshots=../../docs/images} takes the pictures of the documents.
 */
@Timeout(180)
class ConsoleTest {

    private static final int ENTER = 13;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private MillraceServer server;
    private Connection connection;
    private Optional<Browser> browser = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        server = MillraceServer.start(Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()));
        connection = DriverManager.getConnection(server.url());
    }

    @AfterEach
    void stop() throws Exception {
        browser.ifPresent(Browser::close);
        connection.close();
        server.close();
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private String at(String path) {
        return server.url().replace("jdbc:millrace:", "http:") + path;
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at(path)));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Browser open() throws IOException {
        Optional<Path> program = Browser.program();
        assumeTrue(program.isPresent(), "there is no Chromium; apt-get install chromium brings one");
        browser = Optional.of(Browser.open(program.get(), 1280, 800));
        browser.get().look("light");
        browser.get().go(at("/console/"));
        return browser.get();
    }

    private void picture(String name) throws IOException {
        String target = System.getProperty("screenshots");
        if (target != null) {
            Files.createDirectories(Path.of(target));
            Files.write(Path.of(target, name + ".png"), browser.orElseThrow().picture());
        }
    }

    /** Puts a text into the editor, whose elements are in a tree of their own, and runs it. */
    private static void query(Browser page, String sql) {
        page.await("document.querySelector('.editor')?.shadowRoot.querySelector('.cm-content')");
        page.evaluate("document.querySelector('.editor').shadowRoot.querySelector('.cm-content').focus()");
        page.press("a", 65, true);
        page.type(sql);
        page.press("Enter", ENTER, true);
    }

    private void makeBids() throws SQLException {
        run(
                "CREATE STREAM bids (item VARCHAR, price INT, at TIMESTAMP(3), WATERMARK FOR at AS at - INTERVAL '1' SECOND)",
                "CREATE TABLE items (name VARCHAR PRIMARY KEY, category VARCHAR)",
                "INSERT INTO items VALUES ('vase', 'glass'), ('lamp', 'light'), ('chair', 'wood'), ('bowl', 'glass')",
                "CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price, COUNT(*) AS bids FROM bids GROUP BY item",
                "CREATE MATERIALIZED VIEW by_category AS SELECT i.category, COUNT(*) AS bids, SUM(b.price) AS total"
                        + " FROM bids b JOIN items i ON i.name = b.item GROUP BY i.category",
                "CREATE MATERIALIZED VIEW per_minute AS SELECT window_start, item, COUNT(*) AS bids FROM"
                        + " TABLE(TUMBLE(TABLE bids, DESCRIPTOR(at), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, item",
                "CREATE SINK dear AS SELECT STREAM item, price FROM bids WHERE price > 90 WITH (connector = 'blackhole')");
        for (int batch = 0; batch < 40; batch++) {
            insert(batch);
        }
    }

    private void insert(int batch) throws SQLException {
        StringBuilder rows = new StringBuilder("INSERT INTO bids VALUES ");
        String[] items = {"vase", "lamp", "chair", "bowl"};
        for (int i = 0; i < 25; i++) {
            rows.append(i == 0 ? "" : ", ")
                    .append("('%s', %d, TIMESTAMP '2026-01-05 10:%02d:%02d')"
                            .formatted(items[(batch * 7 + i) % 4], (batch * 31 + i * 17) % 100, batch % 60, i));
        }
        run(rows.toString());
    }

    @Test
    void filesAreThereAndForbidWhatIsNotOurs() throws Exception {
        HttpResponse<String> page = get("/console/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "http:", "https:");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/console/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("/console").statusCode()).isEqualTo(308);
        assertThat(get("/", "Accept", "text/html").headers().firstValue("Location"))
                .hasValue("/console/");
        assertThat(get("/").body()).startsWith("This is Millrace");
        for (String path : List.of("nothing.js", "PackagedFiles.class", "..%2fopenapi.json", "lib/")) {
            assertThat(get("/console/" + path).statusCode()).as(path).isIn(400, 404);
        }
        Matcher names = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page.body());
        while (names.find()) {
            assertThat(get("/console/" + names.group(1)).statusCode())
                    .as(names.group(1))
                    .isEqualTo(200);
        }
        for (String script : List.of("app", "query", "relations", "graph", "batches", "activity", "editor", "chart")) {
            HttpResponse<String> file = get("/console/" + script + ".js");
            assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
            Matcher imports = Pattern.compile("from \"\\./([^\"]+)\"").matcher(file.body());
            while (imports.find()) {
                assertThat(get("/console/" + imports.group(1)).statusCode())
                        .as(imports.group(1))
                        .isEqualTo(200);
            }
        }
        assertThat(get("/console/lib/LICENSES.txt").body())
                .contains("@codemirror/view", "uplot", "Permission is hereby");
    }

    @Test
    void statementsRunAndErrorsStandInTheEditor() throws Exception {
        makeBids();
        Browser page = open();
        query(page, "SELECT item, price, bids FROM best ORDER BY item");
        page.await("document.querySelectorAll('.grid tbody tr').length === 4");
        assertThat(page.evaluate("document.querySelector('.grid tbody tr').innerText"))
                .startsWith("bowl");
        page.evaluate("document.querySelector('#view').value = 'bar';"
                + " document.querySelector('#view').dispatchEvent(new Event('change'))");
        page.await("document.querySelector('.chart canvas')");
        picture("console-query");
        query(page, "SELECT window_start, item, bids FROM per_minute");
        page.await("document.querySelector('.told').innerText.startsWith('160 rows')");
        page.evaluate("document.querySelector('#view').value = 'line';"
                + " document.querySelector('#view').dispatchEvent(new Event('change'))");
        page.await("document.querySelector('.u-legend')?.innerText.includes('vase')");
        page.evaluate("document.querySelector('#view').value = 'bar';"
                + " document.querySelector('#view').dispatchEvent(new Event('change'))");
        query(
                page,
                "SELECT i.category, b.item, COUNT(*) AS bids, MAX(price) AS dearest FROM bids b"
                        + " JOIN items i ON i.name = b.item GROUP BY 1, 2");
        page.await("document.querySelector('.told').innerText.startsWith('4 rows')");
        page.evaluate("document.querySelectorAll('.values input').forEach((box) => { box.checked = true; });"
                + " document.querySelector('.values input').dispatchEvent(new Event('change'))");
        page.await("document.querySelector('.u-legend')?.innerText.includes('dearest')");
        page.await("document.querySelector('main').scrollWidth === document.querySelector('main').clientWidth");
        query(page, "SELECT item,\n  prise FROM best");
        page.await("!document.querySelector('.notice').hidden");
        assertThat(page.evaluate("document.querySelector('.notice').innerText"))
                .contains("line 2:3", "did you mean \"price\"", "42703");
        page.await(
                "document.querySelector('.editor').shadowRoot.querySelector('.cm-lintRange-error')?.innerText === 'prise'");
        query(page, "SELECT a.price FROM bids a, bids b");
        page.await("document.querySelector('.told').innerText.includes('only the first 50,000')");
        page.evaluate("[...document.querySelectorAll('.pager button')][1].click()");
        assertThat(page.evaluate("document.querySelector('.pager span').innerText"))
                .isEqualTo("rows 101–200 of 50,000+");
        query(page, "SELECT 9007199254740993 AS n, '<b>x</b>' AS t");
        page.await("document.querySelector('.grid td')?.innerText === '9007199254740993'");
        assertThat(page.evaluate("document.querySelectorAll('.grid td')[1].innerText"))
                .isEqualTo("<b>x</b>");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void dotsArePartsOfNames() throws Exception {
        run(
                "CREATE STREAM \"a.b\" (n INT, at TIMESTAMP(3), WATERMARK FOR at AS at)",
                "CREATE MATERIALIZED VIEW \"c.d\" AS SELECT n FROM \"a.b\"");
        Browser page = open();
        page.go(at("/console/#streams"));
        page.await("document.querySelector('button.name')");
        page.evaluate("document.querySelector('button.name').click()");
        page.await("document.querySelector('.details pre')?.innerText.includes('CREATE STREAM \"a.b\"')");
        page.go(at("/console/#graph/c.d"));
        page.await("document.body.innerText.includes('What its time comes from')");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void relationsAndFunctionsAreCompleted() throws Exception {
        run("CREATE TABLE orders_of_today (id INT, customer VARCHAR)");
        run("CREATE TABLE \"constructor\" (n INT)");
        run("CREATE TABLE \"__proto__\" (n INT)");
        Browser page = open();
        page.await("document.querySelector('.editor')?.dataset.language === 'known'");
        for (String[] typed : List.of(
                new String[] {"SELECT * FROM orders_o", "orders_of_today"},
                new String[] {"SELECT orders_of_today.cust", "customer"},
                new String[] {"SELECT * FROM construc", "constructor"},
                new String[] {"SELECT REGEXP_REP", "REGEXP_REPLACE"},
                new String[] {"CREATE MATERIALI", "MATERIALIZED"})) {
            page.evaluate("document.querySelector('.editor').shadowRoot.querySelector('.cm-content').focus()");
            page.press("a", 65, true);
            page.type(typed[0]);
            page.press(" ", 32, true);
            page.await(
                    "[...(document.querySelector('.editor').shadowRoot.querySelectorAll('.cm-completionLabel') ?? [])]"
                            + ".some((one) => one.innerText === '" + typed[1] + "')");
            page.press("Escape", 27, false);
        }
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void streamsMoveUntilTheyAreStopped() throws Exception {
        makeBids();
        Browser page = open();
        query(page, "SELECT STREAM item, bids FROM best EMIT CHANGES");
        page.await("document.querySelectorAll('.grid tbody tr').length >= 4");
        insert(41);
        page.await("document.querySelector('.grid').innerText.includes('UPDATE_AFTER')");
        page.evaluate("document.querySelector('#what').value = 'current';"
                + " document.querySelector('#what').dispatchEvent(new Event('change'))");
        page.await("document.querySelectorAll('.grid tbody tr').length === 4");
        page.evaluate("document.querySelector('#view').value = 'bar';"
                + " document.querySelector('#view').dispatchEvent(new Event('change'))");
        page.await("document.querySelector('.chart canvas')");
        picture("console-stream");
        page.click("#stop");
        page.await("document.querySelector('.told').innerText.startsWith('Stopped')");
        while (number("SELECT COUNT(*) FROM sys.statements WHERE sql LIKE 'SELECT STREAM%'") > 0) {
            Thread.onSpinWait();
        }
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void pagesShowHowTheServerDoes() throws Exception {
        makeBids();
        run("SET idle.timeout = '0 s'");
        Browser page = open();
        page.await("document.querySelector('.editor')");
        page.go(at("/console/#streams"));
        page.await("[...document.querySelectorAll('.listing td')].some((cell) => cell.innerText === '1,000')");
        page.await("document.body.innerText.includes('2026-01-05 10:39')");
        picture("console-streams");
        page.go(at("/console/#views"));
        page.await("document.querySelectorAll('.listing button.name').length === 3");
        page.click(".listing button.name");
        page.await("document.querySelector('.details pre')?.innerText.includes('CREATE MATERIALIZED VIEW')");
        picture("console-views");
        page.go(at("/console/#sinks"));
        page.await("document.body.innerText.includes('blackhole')");
        page.go(at("/console/#graph/by_category"));
        page.await("document.querySelectorAll('.node').length >= 5");
        assertThat(page.evaluate("document.querySelector('.graph').textContent"))
                .contains("Join", "Aggregate", "in 1,000");
        assertThat(Integer.parseInt(page.evaluate("document.querySelectorAll('.edge').length")))
                .isGreaterThanOrEqualTo(4);
        page.await("document.querySelector('.listing')");
        picture("console-graph");
        page.go(at("/console/#batches"));
        page.await("document.querySelectorAll('.chart canvas').length === 2");
        picture("console-batches");
        page.look("dark");
        page.go(at("/console/#graph/per_minute"));
        page.await("document.querySelector('.graph')?.textContent.includes('Window')");
        picture("console-dark");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= 1280"))
                .isEqualTo("true");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void runningStatementIsKilled() throws Exception {
        makeBids();
        try (Connection other = DriverManager.getConnection(server.url());
                Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM * FROM bids")) {
            assertThat(rows.next()).isTrue();
            Browser page = open();
            page.go(at("/console/#activity"));
            page.await("document.querySelector('button.danger')");
            picture("console-activity");
            page.click("button.danger");
            page.await("!document.querySelector('button.danger')");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void usersLogInAndSeeWhatIsTheirs() throws Exception {
        run("CREATE USER root PASSWORD 'root-secret'");
        connection.close();
        connection = DriverManager.getConnection(server.url(), "root", "root-secret");
        run(
                "CREATE TABLE hidden_from_ann (n INT)",
                "CREATE TABLE shown (n INT)",
                "CREATE USER ann PASSWORD 'sé-cret'",
                "GRANT SELECT ON shown TO ann");
        Browser page = open();
        page.await("document.querySelector('#door')?.open");
        logIn(page, "ann", "wrong");
        page.await("document.querySelector('#door-text').innerText.includes('password')"
                + " && !document.querySelector('#door-text').innerText.includes('give')");
        logIn(page, "ann", "sé-cret");
        page.await("!document.querySelector('#door')?.open");
        page.await("document.querySelector('#who').innerText === 'ann'");
        page.go(at("/console/#streams"));
        page.await("[...document.querySelectorAll('button.name')].some((one) => one.innerText === 'shown')");
        assertThat(page.evaluate("document.body.innerText")).doesNotContain("hidden_from_ann");
        page.click("#leave");
        page.await("document.querySelector('#door')?.open");
    }

    private static void logIn(Browser page, String user, String password) {
        page.evaluate(
                "document.querySelector('#user').value = '" + user + "'; document.querySelector('#password').value = '"
                        + password + "'; document.querySelector('#log-in').requestSubmit()");
    }
}
