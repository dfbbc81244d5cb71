package io.millrace.connector.jdbc.source;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** A way to the database of {@link SourceFixture} that counts how often it is asked what it has; its own driver refuses the address. */
final class CountingDriver implements Driver, AutoCloseable {

    static final String URL = "jdbc:h2:mem:read;LOCK_TIMEOUT=COUNTED";

    private final AtomicInteger questions = new AtomicInteger();

    CountingDriver() throws SQLException {
        DriverManager.registerDriver(this);
    }

    /** How often a connection was asked for metadata. */
    int questions() {
        return questions.get();
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection connection = DriverManager.getConnection(SourceFixture.H2);
        return (Connection) Proxy.newProxyInstance(
                CountingDriver.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, given) -> {
                    if (method.getName().equals("getMetaData")) {
                        questions.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.equals(URL);
    }

    @Override
    public void close() throws SQLException {
        DriverManager.deregisterDriver(this);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
