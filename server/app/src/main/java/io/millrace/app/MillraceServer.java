package io.millrace.app;

import io.millrace.app.directory.DataDirectory;
import io.millrace.config.Settings;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.session.SqlService;
import io.millrace.session.durable.DataFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A running server: its data directory, the SQL service and the endpoint before it. */
public final class MillraceServer implements AutoCloseable {

    private final DataDirectory directory;
    private final DataFiles files;
    private final SqlService service;
    private final HttpEndpoint endpoint;
    private boolean closed;

    MillraceServer(DataDirectory directory, DataFiles files, SqlService service, HttpEndpoint endpoint) {
        this.directory = directory;
        this.files = files;
        this.service = service;
        this.endpoint = endpoint;
    }

    /** Starts a server without scripts, whose relative paths begin at the working directory. */
    public static MillraceServer start(Settings settings) {
        return start(settings, Path.of("").toAbsolutePath());
    }

    /** The same; paths that statements name are relative to a directory. */
    public static MillraceServer start(Settings settings, Path base) {
        return start(settings, base, List.of());
    }

    /**
     * Starts a server; when this returns, clients can connect.
     *
     * @param base where relative paths in SQL begin
     * @param scripts run one after the other before clients are let in
     * @throws io.millrace.spi.error.MillraceException what keeps the server from starting; nothing is left running
     */
    static MillraceServer start(Settings settings, Path base, List<InitScript> scripts) {
        return new Startup(settings, base, scripts, false).run();
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
