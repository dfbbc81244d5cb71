package io.millrace.app.outside;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL that asks everybody but its superuser for a password. */
final class GuardedDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    GuardedDatabase() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        Files.writeString(
                Path.of(text("SHOW hba_file")),
                "local all all trust\nhost all postgres all trust\nhost all all all scram-sha-256\n");
        run("SELECT pg_reload_conf()");
    }

    String url() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The text of the only value that a query gives. */
    String text(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Breaks off all connections of somebody, who has to log in again. */
    void throwOut(String user) throws SQLException {
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user
                + "' AND pid <> pg_backend_pid()");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
