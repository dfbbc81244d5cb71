package io.millrace.jdbc;

import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.FakeSqlService;
import io.millrace.endpoint.HttpEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real endpoint over a hand-written service, and connections to it. */
final class ServerFixture implements AutoCloseable {

    final FakeSqlService service = new FakeSqlService();
    private final HttpEndpoint endpoint;

    ServerFixture() {
        this(EndpointSettings.onPort(0));
    }

    ServerFixture(EndpointSettings settings) {
        endpoint = HttpEndpoint.start(service, settings);
    }

    int port() {
        return endpoint.port();
    }

    String url() {
        return "jdbc:millrace://localhost:" + port();
    }

    /** The three ways in: our driver in both encodings, and Avatica's own driver. */
    enum Way {
        MILLRACE_PROTOBUF,
        MILLRACE_JSON,
        AVATICA_PROTOBUF,
        AVATICA_JSON;

        String url(int port) {
            String encoding = name().endsWith("JSON") ? "json" : "protobuf";
            return name().startsWith("MILLRACE")
                    ? "jdbc:millrace://localhost:" + port + "/?serialization=" + encoding
                    : "jdbc:avatica:remote:url=http://localhost:" + port + ";serialization=" + encoding;
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    Connection connect(Way way) throws SQLException {
        return DriverManager.getConnection(way.url(port()));
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
