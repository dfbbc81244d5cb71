package io.millrace.app;

import io.millrace.app.directory.DataDirectory;
import io.millrace.app.directory.InitProgress;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.open.Leases;
import io.millrace.session.SqlService;
import io.millrace.session.durable.DataFiles;
import io.millrace.session.local.LocalSqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a server up: data directory, port, recovery, scripts. From the beginning clients are told how far that is; closing breaks it off,
 * which leaves the data directory as it was, or closes the server that has come of it.
 */
final class Startup implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    /** What takes longer to be broken off is ended with the process, which does no harm either. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Settings settings;
    private final Path base;
    private final List<InitScript> scripts;
    private final boolean repair;
    private final RecoveryLine line = new RecoveryLine();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile MillraceServer server;
    private volatile boolean brokenOff;

    /**
     * @param base where relative paths in SQL begin
     * @param scripts run one after the other before clients are let in
     * @param repair whether to go on without what is damaged
     */
    Startup(Settings settings, Path base, List<InitScript> scripts, boolean repair) {
        this.settings = settings;
        this.base = base;
        this.scripts = scripts;
        this.repair = repair;
    }

    /**
     * Starts the server; when this returns, clients can connect. Used once.
     *
     * @throws MillraceException what keeps the server from starting; nothing is left running
     */
    MillraceServer run() {
        Path path = Path.of(settings.text(Setting.DATA_DIR)).toAbsolutePath().normalize();
        DataDirectory directory = null;
        HttpEndpoint endpoint = null;
        DataFiles files = null;
        LocalSqlService service = null;
        LocalSqlService.warmUp();
        try (line) {
            Safety.checkTls(settings);
            directory = DataDirectory.lock(path);
            endpoint = HttpEndpoint.listen(endpointSettings(settings), this::refusal);
            files = DataFiles.open(path, settings, repair);
            files.journal().onBroken(Halt::now);
            tellRepairs(files.journal().repairs(), path);
            Settings fitting = files.fit(settings).with(Setting.DATA_DIR, path.toString());
            service = LocalSqlService.create(fitting, Clock.systemUTC(), base, path.resolve(DataDirectory.CLASSES));
            boolean known = service.recover(files, line);
            Safety.addAdministrator(service, Optional.ofNullable(System.getenv(Safety.PASSWORD)));
            runAll(service, InitProgress.in(path, files.journal()), known);
            line.checkWanted();
            Safety.checkUsers(settings, service);
            endpoint.serve(service);
            server = new MillraceServer(directory, files, service, endpoint);
            return server;
        } catch (RuntimeException e) {
            closeAll(e, endpoint, service, files, directory);
            brokenOff = line.isBrokenOff();
            throw brokenOff ? RecoveryLine.brokenOff() : e;
        } finally {
            ended.countDown();
        }
    }

    /** What it does now. */
    String text() {
        return line.text();
    }

    private MillraceException refusal() {
        return new MillraceException(ErrorCode.SERVER_RECOVERING, text() + "; try again later");
    }

    private void tellRepairs(List<String> repairs, Path directory) {
        repairs.forEach(done -> System.err.println("millrace: " + done));
        if (repair && repairs.isEmpty()) {
            System.err.println("millrace: the journal in " + directory + " is whole; there is nothing to repair");
        }
    }

    /** Scripts make what a server begins with: one that goes on has that already, unless its first start was broken off. */
    private void runAll(SqlService service, InitProgress progress, boolean known) {
        if (scripts.isEmpty() || progress.finished()) {
            return;
        }
        if (known && !progress.begun()) {
            log.warn("the data directory holds definitions that no script has made: the script is not run");
            return;
        }
        progress.begin();
        for (InitScript script : scripts) {
            line.runs(script.file());
            script.run(service, line.watching(progress));
        }
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
                .withTls(Safety.tls(settings))
                .withTokens(Safety.tokens(settings))
                .withLeases(leases, Clock.systemUTC());
    }

    /** Breaks off what is not finished and says so, waits until all is closed, and closes the server if there is one. */
    @Override
    public void close() throws InterruptedException {
        line.breakOff();
        if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            log.warn("the start could not be broken off in good order; the next one goes on from what is on the disk");
        }
        if (brokenOff && told.compareAndSet(false, true)) {
            System.err.println("millrace: " + RecoveryLine.brokenOff().userMessage());
        }
        if (server != null) {
            server.close();
        }
    }
}
