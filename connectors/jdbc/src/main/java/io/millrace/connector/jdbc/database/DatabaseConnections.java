package io.millrace.connector.jdbc.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** The connection of one who writes, which is made when it is needed, tested before it is used again, and replaced when it has broken. */
public final class DatabaseConnections implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** How long a database may take for an answer before the connection counts as broken. */
    private static final String SOCKET_TIMEOUT_SECONDS = "60";

    private final String name;
    private final DatabaseAccess access;
    /** Who logs in to what the connections belong to; null before the first. */
    private DatabaseAccess.LogIn logIn;

    private HikariDataSource source;
    private boolean closed;

    private DatabaseConnections(String name, DatabaseAccess access) {
        checkDriver(access);
        this.name = name;
        this.access = access;
    }

    private HikariDataSource source(DatabaseAccess.LogIn now) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(now.url());
        now.user().ifPresent(config::setUsername);
        now.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setInitializationFailTimeout(-1);
        if (access.database() == Database.POSTGRESQL) {
            config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return new HikariDataSource(config);
    }

    public static DatabaseConnections writing(String sink, DatabaseAccess access) {
        return new DatabaseConnections("sink " + sink, access);
    }

    static void checkDriver(DatabaseAccess access) {
        try {
            DriverManager.getDriver(access.firstUrl());
        } catch (SQLException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'url' names a database of kind " + access.database()
                            + ", whose driver is not installed; put its jar into the folder lib of the server",
                    e);
        }
    }

    /** A connection that commits only what it is told to. */
    public Connection open() throws SQLException {
        Connection connection = current().getConnection();
        if (connection.getAutoCommit()) {
            connection.close();
            throw new IllegalStateException("the connection commits each statement by itself");
        }
        return connection;
    }

    /** Those of whoever is to log in by now. */
    private synchronized HikariDataSource current() throws SQLException {
        if (closed) {
            throw new SQLException("writing was ended");
        }
        DatabaseAccess.LogIn now = access.now();
        if (!now.equals(logIn)) {
            if (source != null) {
                source.close();
            }
            source = source(now);
            logIn = now;
        }
        return source;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (source != null) {
            source.close();
        }
    }
}
