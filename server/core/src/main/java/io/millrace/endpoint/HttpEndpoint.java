package io.millrace.endpoint;

import io.millrace.endpoint.metrics.MetricsPage;
import io.millrace.endpoint.open.OpenConnections;
import io.millrace.endpoint.tls.Tls;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server through which drivers reach a {@link SqlService}. It may listen before there is one, and tells clients so. Closing it
 * leaves the service open.
 */
public final class HttpEndpoint implements AutoCloseable {

    /** More than all that waits may take, statements, calls of drivers, streams of rows and views, so that health is always answered. */
    private static final int MAX_THREADS = 1024;

    /** More are let in when some have gone; then those that are silent for a minute go. */
    private static final int MAX_CONNECTIONS = 4096;

    private static final long IDLE_MILLIS_WHEN_FULL = 60_000;

    private static final int MAX_HEADER_BYTES = 64 * 1024;
    /** Longer than clients keep idle connections, so that they are the ones who close and no request meets a closed door. */
    private static final long IDLE_MILLIS = 30 * 60 * 1000L;

    /** Threads that still work when the server stops are interrupted after half of this and given up after all of it. */
    private static final long STOP_MILLIS = 400;

    /** Requests that are refused anyway need not be read to their end. */
    private static final int MAX_REFUSED_BYTES = 1 << 16;

    private final EndpointSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final Optional<Tls> tls;
    private final MetricsPage metrics = new MetricsPage();
    private final Entrance entrance = new Entrance(metrics);
    private volatile OpenConnections connections;
    private int port;

    private HttpEndpoint(EndpointSettings settings) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        threads.setMaxEvictCount(MAX_THREADS); // those that many requests at once have made go together
        threads.setStopTimeout(STOP_MILLIS);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        tls = settings.tls().map(Tls::new);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        connector = tls.map(security -> new ServerConnector(server, security.before(plain, http), plain))
                .orElseGet(() -> new ServerConnector(server, plain));
        connector.setHost(settings.bindAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(MAX_CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE_MILLIS_WHEN_FULL);
        server.addBean(limit);
        server.setHandler(entrance);
        server.setErrorHandler(new PlainErrors());
    }

    /**
     * Starts to serve.
     *
     * @throws MillraceException ADDRESS_UNAVAILABLE when the port is in use or the address is not this machine's
     */
    public static HttpEndpoint start(SqlService service, EndpointSettings settings) {
        HttpEndpoint endpoint = new HttpEndpoint(settings);
        endpoint.serve(service);
        endpoint.open();
        return endpoint;
    }

    /**
     * Starts to listen, and refuses whatever is asked until {@link #serve}.
     *
     * @param reason says why, each time anew
     * @throws MillraceException ADDRESS_UNAVAILABLE when the port is in use or the address is not this machine's
     */
    public static HttpEndpoint listen(EndpointSettings settings, Supplier<MillraceException> reason) {
        HttpEndpoint endpoint = new HttpEndpoint(settings);
        NoService none = new NoService(reason);
        OpenConnections nobody = new OpenConnections(none, settings.leases(), settings.clock());
        endpoint.entrance.lead(new RequestHandler(
                none,
                new AvaticaProtocol(none, nobody, settings),
                settings.withMaxRequestBytes(MAX_REFUSED_BYTES),
                endpoint.metrics));
        endpoint.open();
        return endpoint;
    }

    /** Lets clients in. */
    public void serve(SqlService service) {
        connections = new OpenConnections(service, settings.leases(), settings.clock());
        entrance.lead(
                new RequestHandler(service, new AvaticaProtocol(service, connections, settings), settings, metrics));
        connections.startExpiring();
    }

    private void open() {
        try {
            connector.open();
            server.start();
            port = connector.getLocalPort();
        } catch (IOException failure) {
            throw unavailable(settings, failure);
        } catch (Exception failure) {
            throw new IllegalStateException("the HTTP server does not start", failure);
        }
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
        tls.ifPresent(Tls::close);
        if (connections != null) {
            connections.close();
        }
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the HTTP server does not stop", failure);
        } finally {
            entrance.close();
            metrics.close();
        }
    }
}
