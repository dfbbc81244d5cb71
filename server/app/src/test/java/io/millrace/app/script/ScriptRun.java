package io.millrace.app.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out the directives of one script over one connection. */
final class ScriptRun implements Directive.Visitor<Void>, AutoCloseable {

    /** Where the paths of {@code run} begin. */
    private static final Path EXAMPLES = Path.of("src/main/dist/examples");

    private final Script script;
    private final Configuration configuration;
    private final ScriptServer server;
    private final Surroundings surroundings;
    private final Map<String, Subscription> subscriptions = new HashMap<>();

    ScriptRun(Script script, Configuration configuration, ScriptServer server, Path directory) {
        this.script = script;
        this.configuration = configuration;
        this.server = server;
        this.surroundings = new Surroundings(directory);
    }

    void run() throws Exception {
        for (Directive directive : script.directives()) {
            try {
                directive.accept(this);
                if (subscriptions.isEmpty() && surroundings.canBeLeft()) {
                    server.maybeRestart();
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError(script.file() + ":" + directive.line() + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public Void statement(Directive.Statement directive) throws SQLException {
        long count = execute(surroundings.resolve(directive.sql()));
        directive.count().ifPresent(expected -> assertThat(count).isEqualTo(expected));
        return null;
    }

    private long execute(String sql) throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.execute(sql);
            server.executed(sql);
            return statement.getLargeUpdateCount();
        }
    }

    @Override
    public Void failure(Directive.Failure directive) {
        try {
            readOrExecute(surroundings.resolve(directive.sql()));
        } catch (SQLException e) {
            assertThat(e.getSQLState())
                    .as(e.getMessage())
                    .isEqualTo(directive.code().sqlState());
            directive
                    .position()
                    .ifPresent(position -> assertThat(e.getMessage()).startsWith(position));
            directive.fragments().forEach(fragment -> assertThat(e.getMessage()).contains(fragment));
            assertThat(e.getMessage()).doesNotContain("Exception").doesNotContain("\tat ");
            return null;
        }
        return fail("no error; expected " + directive.code());
    }

    private void readOrExecute(String sql) throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    Rows.all(statement.getResultSet(), false);
                }
                rows = statement.getMoreResults();
            }
        }
    }

    @Override
    public Void query(Directive.Query directive) throws Exception {
        List<String> expected = directive.rows().stream()
                .map(surroundings::resolve)
                .sorted(directive.ordered() || directive.text() ? (a, b) -> 0 : String::compareTo)
                .toList();
        List<String> actual =
                directive.eventually() ? Awaiting.until(() -> rows(directive), expected::equals) : rows(directive);
        assertThat(actual).isEqualTo(expected);
        return null;
    }

    private List<String> rows(Directive.Query query) throws SQLException {
        try (Statement statement = server.connection().createStatement();
                ResultSet result = statement.executeQuery(surroundings.resolve(query.sql()))) {
            if (!query.types().isEmpty()) {
                assertThat(Rows.types(result)).isEqualTo(query.types());
            }
            List<String> rows = Rows.all(result, query.text());
            return query.ordered() || query.text()
                    ? rows
                    : rows.stream().sorted().toList();
        }
    }

    @Override
    public Void batch(Directive.Batch directive) throws SQLException {
        Map<String, List<String>> before = new HashMap<>();
        for (String relation : directive.changes().keySet()) {
            before.put(relation, content(relation));
        }
        Inserts inserts = new Inserts(server.connection(), directive.relation());
        if (configuration.rowByRow()) {
            for (List<Token> row : directive.rows()) {
                execute(inserts.insert(List.of(row)));
            }
        } else {
            execute(inserts.insert(directive.rows()));
        }
        for (Map.Entry<String, List<String>> change : directive.changes().entrySet()) {
            Changes actual = Changes.between(before.get(change.getKey()), content(change.getKey()));
            assertThat(actual.lines())
                    .as("changes of %s", change.getKey())
                    .isEqualTo(Changes.of(change.getValue()).lines());
        }
        return null;
    }

    private List<String> content(String relation) throws SQLException {
        try (Statement statement = server.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + relation)) {
            return Rows.all(result, false);
        }
    }

    @Override
    public Void subscribe(Directive.Subscribe directive) throws SQLException {
        subscriptions.put(
                directive.name(), new Subscription(server.connection(), surroundings.resolve(directive.sql())));
        return null;
    }

    @Override
    public Void receives(Directive.Receives directive) throws Exception {
        Changes expected = Changes.of(directive.changes());
        assertThat(subscriptions.get(directive.name()).next(expected)).isEqualTo(expected.lines());
        return null;
    }

    @Override
    public Void writeFile(Directive.WriteFile directive) throws Exception {
        surroundings.write(directive.name(), directive.content(), directive.append());
        return null;
    }

    @Override
    public Void changeFile(Directive.ChangeFile directive) throws Exception {
        surroundings.change(directive);
        return null;
    }

    @Override
    public Void openSocket(Directive.OpenSocket directive) throws Exception {
        surroundings.openSocket(directive.name());
        return null;
    }

    @Override
    public Void send(Directive.Send directive) throws Exception {
        surroundings.send(directive.name(), directive.content());
        return null;
    }

    @Override
    public Void runFile(Directive.RunFile directive) throws Exception {
        String sql = Files.readString(EXAMPLES.resolve(directive.file()));
        for (Map.Entry<String, String> replacement : directive.replacements().entrySet()) {
            assertThat(sql).contains(replacement.getKey());
            sql = sql.replace(replacement.getKey(), surroundings.resolve(replacement.getValue()));
        }
        execute(sql);
        return null;
    }

    @Override
    public void close() throws Exception {
        for (Subscription subscription : new ArrayList<>(subscriptions.values())) {
            subscription.close();
        }
        surroundings.close();
    }
}
