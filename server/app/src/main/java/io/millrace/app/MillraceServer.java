package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.open.Leases;
import io.millrace.session.SqlService;
import io.millrace.session.durable.DataFiles;
import io.millrace.session.local.LocalSqlService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: its data directory, the SQL service and the endpoint before it. */
public final class MillraceServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MillraceServer.class);

    /** The directory of compiled classes in the data directory. */
    private static final String CLASSES = "classes";

    private final DataDirectory directory;
    private final DataFiles files;
    private final SqlService service;
    private final HttpEndpoint endpoint;
    private boolean closed;

    private MillraceServer(DataDirectory directory, DataFiles files, SqlService service, HttpEndpoint endpoint) {
        this.directory = directory;
        this.files = files;
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
        Path path = Path.of(settings.text(Setting.DATA_DIR));
        DataDirectory directory = DataDirectory.lock(path);
        DataFiles files = null;
        LocalSqlService service = null;
        try {
            files = DataFiles.open(path, settings);
            files.journal().onBroken(Halt::now);
            service = LocalSqlService.create(files.fit(settings), Clock.systemUTC(), base, path.resolve(CLASSES));
            boolean known = service.recover(files, new RecoveryLine());
            runAll(scripts, service, path, known);
            return new MillraceServer(
                    directory, files, service, HttpEndpoint.start(service, endpointSettings(settings)));
        } catch (RuntimeException e) {
            closeAll(e, service, files, directory);
            throw e;
        }
    }

    /** Scripts make what a server begins with: one that goes on has that already, unless its first start was broken off. */
    private static void runAll(List<InitScript> scripts, SqlService service, Path directory, boolean known) {
        InitProgress progress = InitProgress.in(directory);
        if (scripts.isEmpty() || progress.finished()) {
            return;
        }
        if (known && !progress.begun()) {
            log.warn("the data directory holds definitions that no script has made: the script is not run");
            return;
        }
        progress.begin();
        scripts.forEach(script -> script.run(service, progress));
        progress.finish();
    }

    private static void closeAll(RuntimeException cause, AutoCloseable... opened) {
        for (AutoCloseable one : opened) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
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

    private static void release(DataFiles files, DataDirectory directory) {
        try (directory) {
            files.close();
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
                release(files, directory);
            }
        }
    }
}
