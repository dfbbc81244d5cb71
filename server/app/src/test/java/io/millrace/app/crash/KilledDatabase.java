package io.millrace.app.crash;

import io.millrace.app.sink.RealPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL whose log can be followed, which can be killed and started again. */
final class KilledDatabase implements RealPostgres, AutoCloseable {

    private final Path data;
    private EmbeddedPostgres postgres;
    private int port;

    KilledDatabase(Path directory) throws IOException {
        data = directory.resolve("postgres");
        start();
    }

    void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("wal_level", "logical");
        if (port > 0) {
            builder.setPort(port);
        }
        postgres = builder.start();
        port = postgres.getPort();
    }

    /** Kills all its processes, so that it knows only what it has forced to disk. */
    void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle main = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = main.descendants().toList();
        main.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        for (int i = 0; i < 500 && (main.isAlive() || all.stream().anyMatch(ProcessHandle::isAlive)); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        postgres.close(); // which has nothing to stop, and lets go of the directory
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
