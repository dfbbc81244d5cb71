package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server and the connections of some users, each with the password {@code NAME-secret}. */
final class PeopleServer implements AutoCloseable {

    private final Path directory;
    private final List<String> settings;
    private final Map<String, Connection> connections = new HashMap<>();
    private MillraceServer server;

    PeopleServer(Path directory, String... settings) throws Exception {
        this.directory = directory;
        this.settings = List.of(settings);
        this.server = start();
    }

    private MillraceServer start() {
        return MillraceServer.start(Settings.parse(settings)
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()));
    }

    /** One with the administrator {@code root}. */
    static PeopleServer administered(Path directory, String... settings) throws Exception {
        PeopleServer made = new PeopleServer(directory, settings);
        try (Connection connection = DriverManager.getConnection(made.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER root PASSWORD 'root-secret'");
        }
        return made;
    }

    String url() {
        return server.url();
    }

    void restart() throws Exception {
        close();
        server = start();
    }

    void addUsers(String... names) throws SQLException {
        for (String name : names) {
            as("root", "CREATE USER " + name + " PASSWORD '" + name + "-secret'");
        }
    }

    Connection connection(String user) throws SQLException {
        if (!connections.containsKey(user)) {
            connections.put(user, DriverManager.getConnection(url(), user, user + "-secret"));
        }
        return connections.get(user);
    }

    /** Runs statements one after the other. */
    void as(String user, String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection(user).createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, columns with blanks between. */
    List<String> rows(String user, String sql) throws SQLException {
        try (Statement statement = connection(user).createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            List<String> cells = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                cells.add(result.getString(i));
            }
            rows.add(String.join(" ", cells.stream().map(String::valueOf).toList()));
        }
        return rows;
    }

    /** A statement fails with this SQLSTATE and a text that has this part. */
    void refuses(String user, String sql, String state, String part) {
        assertThatThrownBy(() -> as(user, sql)).as(user + ": " + sql).isInstanceOfSatisfying(SQLException.class, e -> {
            org.assertj.core.api.Assertions.assertThat(e.getMessage()).contains(part);
            org.assertj.core.api.Assertions.assertThat(e.getSQLState()).isEqualTo(state);
        });
    }

    void denies(String user, String sql, String part) {
        refuses(user, sql, "42501", part);
    }

    @Override
    public void close() throws Exception {
        for (Connection connection : connections.values()) {
            connection.close();
        }
        connections.clear();
        server.close();
    }
}
