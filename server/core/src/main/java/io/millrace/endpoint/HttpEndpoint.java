package io.millrace.endpoint;

import io.millrace.endpoint.open.OpenConnections;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server through which drivers reach a {@link SqlService}. Closing it leaves the service open. */
public final class HttpEndpoint implements AutoCloseable {

    /** Each open stream holds one thread while it waits for rows. */
    private static final int MAX_THREADS = 512;

    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** Longer than clients keep idle connections, so that they are the ones who close and no request meets a closed door. */
    private static final long IDLE_MILLIS = 30 * 60 * 1000L;

    /** Threads that still work when the server stops are interrupted after half of this and given up after all of it. */
    private static final long STOP_MILLIS = 400;

    private final Server server;
    private final int port;
    private final OpenConnections connections;

    private HttpEndpoint(Server server, int port, OpenConnections connections) {
        this.server = server;
        this.port = port;
        this.connections = connections;
    }

    /**
     * Starts to serve.
     *
     * @throws MillraceException ADDRESS_UNAVAILABLE when the port is in use or the address is not this machine's
     */
    public static HttpEndpoint start(SqlService service, EndpointSettings settings) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        threads.setStopTimeout(STOP_MILLIS);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.bindAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        OpenConnections connections = new OpenConnections(service, settings.leases(), settings.clock());
        server.setHandler(new RequestHandler(service, new AvaticaProtocol(service, connections, settings), settings));
        server.setErrorHandler(new PlainErrors());
        try {
            connector.open();
            server.start();
        } catch (IOException failure) {
            throw unavailable(settings, failure);
        } catch (Exception failure) {
            throw new IllegalStateException("the HTTP server does not start", failure);
        }
        connections.startExpiring();
        return new HttpEndpoint(server, connector.getLocalPort(), connections);
    }

    private static MillraceException unavailable(EndpointSettings settings, IOException failure) {
        Throwable cause = failure.getCause() instanceof BindException ? failure.getCause() : failure;
        String fact = String.valueOf(cause.getMessage());
        String reason = fact.contains("in use")
                ? "is in use; stop the other server or choose another port"
                : "cannot be listened on: " + fact;
        return new MillraceException(
                ErrorCode.ADDRESS_UNAVAILABLE,
                "port " + settings.port() + " of " + settings.bindAddress() + " " + reason,
                failure);
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        connections.close();
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the HTTP server does not stop", failure);
        }
    }
}
