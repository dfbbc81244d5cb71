package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.open.Leases;
import io.millrace.session.SqlService;
import io.millrace.session.local.LocalSqlService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A running server: its data directory, the SQL service and the endpoint before it. */
public final class MillraceServer implements AutoCloseable {

    private final DataDirectory directory;
    private final SqlService service;
    private final HttpEndpoint endpoint;
    private boolean closed;

    private MillraceServer(DataDirectory directory, SqlService service, HttpEndpoint endpoint) {
        this.directory = directory;
        this.service = service;
        this.endpoint = endpoint;
    }

    /** Starts a server without scripts, whose relative paths begin at the working directory. */
    public static MillraceServer start(Settings settings) {
        return start(settings, Path.of("").toAbsolutePath(), List.of());
    }

    /**
     * Starts a server; when this returns, clients can connect.
     *
     * @param base where relative paths in SQL begin
     * @param scripts run one after the other before clients are let in
     * @throws io.millrace.spi.error.MillraceException what keeps the server from starting; nothing is left running
     */
    static MillraceServer start(Settings settings, Path base, List<InitScript> scripts) {
        DataDirectory directory = DataDirectory.lock(Path.of(settings.text(Setting.DATA_DIR)));
        SqlService service = null;
        try {
            service = LocalSqlService.create(settings, Clock.systemUTC(), base);
            for (InitScript script : scripts) {
                script.run(service);
            }
            return new MillraceServer(directory, service, HttpEndpoint.start(service, endpointSettings(settings)));
        } catch (RuntimeException e) {
            if (service != null) {
                service.close();
            }
            release(directory);
            throw e;
        }
    }

    private static EndpointSettings endpointSettings(Settings settings) {
        Leases leases = new Leases(
                Leases.DEFAULT.stream(),
                settings.duration(Setting.CURSOR_LEASE),
                settings.duration(Setting.SESSION_LEASE));
        return EndpointSettings.onPort((int) settings.number(Setting.PORT))
                .withBindAddress(settings.text(Setting.BIND_ADDRESS))
                .withLeases(leases, Clock.systemUTC());
    }

    private static void release(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where JDBC clients on this machine connect. */
    public String url() {
        return "jdbc:millrace://localhost:" + endpoint.port();
    }

    /** Lets clients go, ends all queries, frees the data directory; without effect when it is closed already. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            endpoint.close();
        } finally {
            try {
                service.close();
            } finally {
                release(directory);
            }
        }
    }
}
