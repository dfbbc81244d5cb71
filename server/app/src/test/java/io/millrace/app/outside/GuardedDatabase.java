package io.millrace.app.outside;

import io.millrace.app.sink.RealPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A real PostgreSQL that asks everybody but its superuser for a password. */
final class GuardedDatabase implements RealPostgres, AutoCloseable {

    private final EmbeddedPostgres postgres;

    GuardedDatabase() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder().start();
        Files.writeString(
                Path.of(text("SHOW hba_file")),
                "local all all trust\nhost all postgres all trust\nhost all all all scram-sha-256\n");
        run("SELECT pg_reload_conf()");
    }

    @Override
    public int port() {
        return postgres.getPort();
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
