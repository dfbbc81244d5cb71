package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.ScriptedConnector;
import io.millrace.app.trouble.TroubledConnector;
import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.output.ResultColumn;
import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.connector.testkit.changes.ChangesConnector;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.error.ErrorCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents say is true: their SQL runs, the result that follows a statement is its result, and every setting and option
 * is described.
 *
 * <p>The {@code sql} blocks of a document, and its Java programs, run in order on one server, from the directory of the demo's data. A
 * {@code text} block right after one is what its last statement prints in the shell; {@code -Dgolden=rewrite} writes it anew.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path DEMO = Path.of("src/main/dist/examples/demo").toAbsolutePath();
    private static final boolean REWRITE = "rewrite".equals(System.getProperty("golden"));

    /** Where documents say that a PostgreSQL is. */
    private static final String SHOP = "jdbc:postgresql://localhost:5432/shop";

    private static final Pattern AS = Pattern.compile("-- as (\\w+)");

    private static EmbeddedPostgres database;

    @TempDir
    Path temporary;

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            List<Path> documents =
                    new ArrayList<>(files.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            documents.add(ROOT.resolve("README.md"));
            return documents.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void sqlOfADocumentRunsAndGivesWhatItSays(Path document) throws Exception {
        List<String> lines = Files.readAllLines(document);
        List<MarkdownBlock> blocks = MarkdownBlock.of(lines);
        if (blocks.stream().noneMatch(block -> block.language().equals("sql"))) {
            return;
        }
        Settings settings = Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, temporary.resolve("data").toString());
        List<String> truth = new ArrayList<>();
        try (MillraceServer server = MillraceServer.start(settings, DEMO, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            int copied = 0;
            List<String> result = List.of();
            for (MarkdownBlock block : blocks) {
                truth.addAll(lines.subList(copied, block.begin()));
                truth.addAll(block.language().equals("text") && block.followsWhatRuns(blocks) ? result : block.lines());
                copied = block.end();
                if (block.language().equals("sql")) {
                    result = runAs(server, connection, block, document);
                } else if (block.language().equals("http")) {
                    result = answer(server.url().replace("jdbc:millrace:", "http:"), block.lines())
                            .lines()
                            .toList();
                } else if (block.language().equals("java") && block.runs()) {
                    result = new DocumentedProgram(block).run(temporary, server.url());
                } else if (block.language().equals("postgresql")) {
                    inShop(String.join("\n", block.lines()));
                }
            }
            truth.addAll(lines.subList(copied, lines.size()));
        }
        if (REWRITE) {
            Files.write(document, truth);
        }
        assertThat(lines).isEqualTo(truth);
    }

    /** The PostgreSQL that documents speak of. */
    private static synchronized EmbeddedPostgres shop() {
        if (database == null) {
            try {
                database = EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .start();
                try (Connection connection = DriverManager.getConnection(database.getJdbcUrl("postgres", "postgres"));
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE shop");
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return database;
    }

    /** The status and the body of what a request in the form of HTTP gets. */
    private static String answer(String address, List<String> lines) throws IOException, InterruptedException {
        int empty = lines.indexOf("");
        String[] first = lines.get(0).split(" ");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + first[1]))
                .method(
                        first[0],
                        HttpRequest.BodyPublishers.ofString(String.join("\n", lines.subList(empty + 1, lines.size()))));
        lines.subList(1, empty).forEach(header -> request.header(header.split(": ")[0], header.split(": ")[1]));
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static void inShop(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(shop().getJdbcUrl("postgres", "shop"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void closeShop() throws IOException {
        if (database != null) {
            database.close();
        }
    }

    private static List<String> runAs(MillraceServer server, Connection connection, MarkdownBlock block, Path document)
            throws Exception {
        Matcher user = AS.matcher(block.lines().get(0));
        if (!user.matches()) {
            return run(connection, block, document);
        }
        Matcher password = Pattern.compile("CREATE USER " + user.group(1) + " PASSWORD '([^']*)'")
                .matcher(Files.readString(document));
        assertThat(password.find()).as(user.group(1)).isTrue();
        try (Connection own = DriverManager.getConnection(server.url(), user.group(1), password.group(1))) {
            return run(own, block, document);
        }
    }

    private static List<String> run(Connection connection, MarkdownBlock block, Path document) {
        try (Statement statement = connection.createStatement()) {
            String sql = String.join("\n", block.lines());
            boolean rows = statement.execute(
                    sql.contains(SHOP)
                            ? sql.replace(
                                    SHOP, shop().getJdbcUrl("postgres", "shop").split("\\?")[0])
                            : sql);
            List<String> last = List.of();
            while (rows || statement.getUpdateCount() != -1) {
                last = rows ? print(statement.getResultSet()) : List.of();
                rows = statement.getMoreResults();
            }
            return last;
        } catch (SQLException e) {
            throw new AssertionError(document.getFileName() + ":" + block.begin() + ": " + e.getMessage(), e);
        }
    }

    /** As the shell prints it. */
    private static List<String> print(ResultSet result) throws SQLException {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        List<ResultColumn> columns = ResultColumn.of(result.getMetaData());
        long rows = 0;
        try (Screen.Paper paper = Screen.plain(out, out).paper(new Style(OutputFormat.table, false))) {
            paper.printer().begin(columns);
            for (; result.next(); rows++) {
                Object[] values = new Object[columns.size()];
                for (int column = 0; column < values.length; column++) {
                    values[column] = columns.get(column).read(result, column + 1);
                }
                paper.printer().row(values);
            }
            paper.printer().end();
            paper.writer().println("(" + rows + (rows == 1 ? " row)" : " rows)"));
        }
        out.flush();
        return text.toString().lines().toList();
    }

    @Test
    void everySettingIsInTheTableOfSettings() throws IOException {
        List<String> document = Files.readAllLines(ROOT.resolve("docs/settings.md"));
        for (Setting setting : Setting.values()) {
            assertThat(document)
                    .contains("| `%s` | %s | `%s` | %s | %s |"
                            .formatted(
                                    setting.key(),
                                    setting.kind().shape().word(),
                                    setting.defaultValue(),
                                    setting.scope().name().toLowerCase(Locale.ROOT),
                                    setting.description()));
        }
    }

    @Test
    void everyErrorCodeIsInTheTableOfErrors() throws IOException {
        List<String> document = Files.readAllLines(ROOT.resolve("docs/errors.md"));
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(document)
                    .as("cause and remedy of " + code)
                    .anyMatch(line ->
                            line.matches("\\| %s \\| `%s` \\| [^|]+ \\| [^|]+ \\|".formatted(code.sqlState(), code)));
        }
    }

    @Test
    void everySystemRelationIsDescribedWithItsColumns() throws Exception {
        List<String> document = Files.readAllLines(ROOT.resolve("docs/system-relations.md"));
        Settings settings = Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, temporary.resolve("data").toString());
        int relations = 0;
        try (MillraceServer server = MillraceServer.start(settings);
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_schema || '.' || table_name,"
                        + " LISTAGG('`' || column_name || '`', ', ') WITHIN GROUP (ORDER BY ordinal_position)"
                        + " FROM information_schema.columns GROUP BY table_schema, table_name")) {
            for (; rows.next(); relations++) {
                String relation = "| `%s` | ".formatted(rows.getString(1));
                String columns = " | %s |".formatted(rows.getString(2));
                assertThat(document)
                        .as(relation + "…" + columns)
                        .anyMatch(line -> line.startsWith(relation) && line.endsWith(columns));
            }
        }
        assertThat(document).filteredOn(line -> line.startsWith("| `")).hasSize(relations);
    }

    @Test
    void everyWarningOfWhatIsKeptIsInTheTableOfWarnings() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/errors.md"));
        String source =
                Files.readString(ROOT.resolve("server/core/src/main/java/io/millrace/planner/Boundedness.java"));
        Matcher warning = Pattern.compile(
                        "(?:warnings\\.add\\(|return |-> )\\s*\"([A-Za-z](?:[^\"\\\\]|\\\\.)+?)[ \\\\]*\"")
                .matcher(source);
        int warnings = 0;
        for (; warning.find(); warnings++) {
            assertThat(document).contains(warning.group(1));
        }
        assertThat(warnings).isGreaterThan(8);
    }

    @Test
    void everyOptionOfEveryConnectorAndFormatIsDescribed() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/connectors.md"));
        for (Connector connector : ServiceLoader.load(Connector.class)) {
            if (connector instanceof ChangesConnector
                    || connector instanceof ScriptedConnector
                    || connector instanceof TroubledConnector) {
                continue; // for tests
            }
            assertThat(document).contains("connector = '" + connector.name() + "'");
            assertThat(connector.options()).allSatisfy(option -> assertDescribed(document, option));
            assertThat(connector.sinkOptions()).allSatisfy(option -> assertDescribed(document, option));
            assertThat(connector.lookupOptions()).allSatisfy(option -> assertDescribed(document, option));
        }
        for (Format format : ServiceLoader.load(Format.class)) {
            assertThat(document).contains("format = '" + format.name() + "'");
            assertThat(format.options()).allSatisfy(option -> assertDescribed(document, option));
        }
    }

    private static void assertDescribed(String document, Option option) {
        String value = option.required()
                ? "required"
                : option.defaultValue().map(text -> "`" + text + "`").orElse("none");
        assertThat(document).contains("| `%s` | %s | %s |".formatted(option.name(), value, option.description()));
    }
}
