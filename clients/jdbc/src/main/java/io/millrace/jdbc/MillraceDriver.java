package io.millrace.jdbc;

import io.millrace.jdbc.http.ServerHttpClient;
import io.millrace.jdbc.http.ServerHttpClientFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Driver;

/**
 * The JDBC driver of Millrace, for URLs {@code jdbc:millrace://host[:port][/][?key=value&…]}.
 *
 * <p>Properties: {@code user}, {@code password}, {@code token} (a bearer token in their place), {@code tls} (true for encrypted connections), {@code truststore} (the certificates to trust,
 * PEM or a key store), {@code truststore_password}, {@code fetch_size} (rows per request, 8000), {@code serialization}
 * ({@code protobuf} or {@code json}); all others are settings of the session, as {@code SET} takes them. One that is no setting is an
 * error in a URL, and else ignored.
 */
public final class MillraceDriver extends Driver {

    static final String NAME = "Millrace JDBC Driver";
    static final int MAJOR = 0;
    static final int MINOR = 1;
    static final String VERSION = MAJOR + "." + MINOR;

    static {
        register(new MillraceDriver());
    }

    /** For {@link DriverManager} and tools that load drivers by class name. */
    public MillraceDriver() {
        super();
    }

    private static void register(MillraceDriver driver) {
        try {
            DriverManager.registerDriver(driver);
        } catch (SQLException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @Override
    protected String getConnectStringPrefix() {
        return ConnectUrl.PREFIX;
    }

    @Override
    protected DriverVersion createDriverVersion() {
        return new DriverVersion(NAME, VERSION, "Millrace", VERSION, false, MAJOR, MINOR, MAJOR, MINOR);
    }

    @Override
    protected AvaticaFactory createFactory() {
        return new MillraceFactory();
    }

    @Override
    public Meta createMeta(AvaticaConnection connection) {
        return new PromptMeta(super.createMeta(connection), connection).proxy();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        ConnectUrl target = ConnectUrl.parse(url);
        Properties properties = target.properties(info == null ? new Properties() : info);
        properties.setProperty("url", target.http(properties.getProperty("tls")).toString());
        properties.setProperty("httpclient_factory", ServerHttpClientFactory.class.getName());
        if (properties.getProperty("token") != null) {
            properties.putIfAbsent("avatica_user", ServerHttpClient.BEARER);
            properties.putIfAbsent("avatica_password", properties.getProperty("token"));
            properties.remove("token");
        } else if (properties.getProperty("password") != null) {
            properties.putIfAbsent("avatica_user", properties.getProperty("user", ""));
            properties.putIfAbsent("avatica_password", properties.getProperty("password"));
        }
        properties.setProperty("every_result", "true");
        properties.putIfAbsent("serialization", "protobuf");
        properties.putIfAbsent("fetch_size", "8000");
        checkSerialization(properties.getProperty("serialization"));
        try {
            MillraceConnection connection = (MillraceConnection) super.connect(ConnectUrl.PREFIX, properties);
            connection.opened(target);
            enter(connection, properties.getProperty("schema"));
            return connection;
        } catch (RuntimeException failure) {
            throw SqlErrors.connectFailed(target.address(), failure);
        }
    }

    /** Avatica keeps the property to itself. */
    private static void enter(MillraceConnection connection, String schema) throws SQLException {
        if (schema == null) {
            return;
        }
        try {
            connection.setSchema(schema);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static void checkSerialization(String name) throws SQLException {
        if (!name.equalsIgnoreCase("json") && !name.equalsIgnoreCase("protobuf")) {
            throw new SQLException("serialization is json or protobuf, not \"" + name + "\"", "08001");
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[] {
            property("user", "who connects", info),
            property("password", "the user's password", info),
            property("schema", "where names are looked for first that are written without a schema", info),
            property("token", "a bearer token (JWT) in the place of user and password", info),
            property("tls", "whether connections are encrypted", info, "false", "true"),
            property("truststore", "file with certificates to trust; what the JVM trusts when not set", info),
            property("truststore_password", "password of a truststore that is a key store", info),
            property("fetch_size", "rows per request; 8000 when not set", info),
            property(
                    "serialization",
                    "protobuf (default), with which batches and rows travel as columns, or json",
                    info,
                    "protobuf",
                    "json")
        };
    }

    private static DriverPropertyInfo property(String name, String description, Properties info, String... choices) {
        DriverPropertyInfo property = new DriverPropertyInfo(name, info == null ? null : info.getProperty(name));
        property.description = description;
        property.choices = choices.length == 0 ? null : choices;
        return property;
    }
}
