package io.millrace.app.fuzz;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL that decides where Millrace and DuckDB differ: each of them is wrong at times. It is started when it is first asked. */
final class SecondOpinion implements AutoCloseable {

    private EmbeddedPostgres server;

    /** The rows of a query after the statements of a script, in a schema of their own. */
    List<String> rows(List<String> script, String query) throws SQLException {
        try (Connection connection = server().getPostgresDatabase().getConnection()) {
            String schema = "c" + System.nanoTime();
            Answers.execute(connection, "CREATE SCHEMA " + schema);
            connection.setSchema(schema);
            Answers.execute(connection, "CREATE DOMAIN variant AS TEXT");
            for (String sql : script) {
                Answers.execute(connection, sql.replace("CREATE STREAM", "CREATE TABLE"));
            }
            List<String> rows = Answers.rows(connection, query);
            Answers.execute(connection, "DROP SCHEMA " + schema + " CASCADE");
            return rows;
        }
    }

    private EmbeddedPostgres server() throws SQLException {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new SQLException(e);
            }
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
