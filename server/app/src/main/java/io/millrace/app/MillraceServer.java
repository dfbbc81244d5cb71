package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.open.Leases;
import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.session.SqlService;
import io.millrace.session.local.LocalSqlService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: its data directory, the SQL service and the endpoint before it. */
public final class MillraceServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MillraceServer.class);

    private final DataDirectory directory;
    private final Journal journal;
    private final SqlService service;
    private final HttpEndpoint endpoint;
    private boolean closed;

    private MillraceServer(DataDirectory directory, Journal journal, SqlService service, HttpEndpoint endpoint) {
        this.directory = directory;
        this.journal = journal;
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
        Journal journal = null;
        LocalSqlService service = null;
        try {
            journal = openJournal(path, settings);
            service = LocalSqlService.create(settings, Clock.systemUTC(), base);
            boolean known = service.recover(journal, new RecoveryLine());
            runAll(scripts, service, known);
            return new MillraceServer(
                    directory, journal, service, HttpEndpoint.start(service, endpointSettings(settings)));
        } catch (RuntimeException e) {
            closeAll(e, service, journal, directory);
            throw e;
        }
    }

    private static Journal openJournal(Path directory, Settings settings) {
        Durability durability =
                Durability.valueOf(settings.text(Setting.DURABILITY).toUpperCase(Locale.ROOT));
        Journal journal = Journal.open(
                directory, durability, settings.duration(Setting.DURABILITY_INTERVAL), new DiskStorage());
        journal.onBroken(Halt::now);
        return journal;
    }

    /** Scripts make what a server begins with: one that goes on has that already. */
    private static void runAll(List<InitScript> scripts, SqlService service, boolean known) {
        if (known && !scripts.isEmpty()) {
            log.info("the data directory holds definitions already: the script is not run again");
            return;
        }
        scripts.forEach(script -> script.run(service));
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

    private static void release(Journal journal, DataDirectory directory) {
        try (directory) {
            journal.close();
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
                release(journal, directory);
            }
        }
    }
}
