package io.millrace.app.sink;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real PostgreSQL on this machine, to which its superuser connects. */
public interface RealPostgres extends JdbcPeer {

    int port();

    default String url() {
        return "jdbc:postgresql://localhost:" + port() + "/postgres";
    }

    @Override
    default Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }
}
