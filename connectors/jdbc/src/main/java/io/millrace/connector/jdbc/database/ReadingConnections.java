package io.millrace.connector.jdbc.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Connections of one who only reads, each of whose transactions sees the database as it was at its beginning. They are not used twice.
 * Thread-safe; closing breaks off whatever is read.
 */
public final class ReadingConnections implements AutoCloseable {

    /** How long a database may take to let one in, and for an answer. */
    private static final String LOGIN_SECONDS = "10";

    private static final String SOCKET_TIMEOUT_SECONDS = "60";

    private final DatabaseAccess access;
    private final Set<Connection> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    public ReadingConnections(DatabaseAccess access) {
        DatabaseConnections.checkDriver(access);
        this.access = access;
    }

    /**
     * Connects once.
     *
     * @return which database has answered
     * @throws io.millrace.spi.error.MillraceException SOURCE_FAILED when none does
     */
    public static String check(DatabaseAccess access) {
        try (ReadingConnections connections = new ReadingConnections(access)) {
            Connection connection = connections.open();
            DatabaseMetaData facts = connection.getMetaData();
            String answer = facts.getDatabaseProductName() + " " + facts.getDatabaseProductVersion();
            connections.close(connection);
            return answer;
        } catch (SQLException e) {
            throw JdbcErrors.ofSource("the database cannot be reached", e);
        }
    }

    /** What somebody who connects now has to know; another than before when an option was altered. */
    public Object logIn() throws SQLException {
        return access.now();
    }

    /** A new connection, which the caller gives back with {@link #close(Connection)}. */
    public Connection open() throws SQLException {
        Connection connection = committing(Map.of());
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return connection;
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
    }

    /**
     * The same, but each statement is a transaction, and may change something.
     *
     * @param more properties of the driver
     */
    public Connection committing(Map<String, String> more) throws SQLException {
        DatabaseAccess.LogIn now = access.now();
        Properties properties = properties(now);
        properties.putAll(more);
        Connection connection = DriverManager.getConnection(now.url(), properties);
        synchronized (this) {
            if (!closed) {
                open.add(connection);
            }
        }
        try {
            check();
            return connection;
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
    }

    private synchronized void check() throws SQLException {
        if (closed) {
            throw new SQLException("reading was ended");
        }
    }

    private Properties properties(DatabaseAccess.LogIn now) {
        Properties properties = new Properties();
        now.user().ifPresent(user -> properties.setProperty("user", user));
        now.password().ifPresent(password -> properties.setProperty("password", password));
        if (access.database() == Database.POSTGRESQL) {
            properties.setProperty("loginTimeout", LOGIN_SECONDS);
            properties.setProperty("connectTimeout", LOGIN_SECONDS);
            properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("prepareThreshold", "-1"); // values come in binary form at once
        }
        return properties;
    }

    /** Gives a connection back, whatever it has under way. */
    public void close(Connection connection) {
        synchronized (this) {
            open.remove(connection);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // it is of no use any more, and nothing was written
        }
    }

    @Override
    public void close() {
        Set<Connection> left = Collections.newSetFromMap(new IdentityHashMap<>());
        synchronized (this) {
            closed = true;
            left.addAll(open);
            open.clear();
        }
        for (Connection connection : left) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                // it has broken by itself
            }
        }
    }
}
