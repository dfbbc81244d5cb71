package io.millrace.connector.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back after each poll interval, and sooner when the operating system reports that files have changed. Where it reports nothing,
 * because the file system or its limits do not allow it, changes show with the next interval.
 *
 * <p>Runs a thread of its own until it is closed.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path directory;
    private final Duration interval;
    private final Runnable changed;
    private final Thread thread;
    private volatile boolean closed;

    FileWatch(Path directory, Duration interval, Runnable changed) {
        this.directory = directory;
        this.interval = interval;
        this.changed = changed;
        thread = new Thread(this::run, "millrace-files-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Optional<WatchService> service = register();
        try {
            while (!closed) {
                service = service.isPresent() ? await(service.get()) : register();
                changed.run();
                if (service.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(Math.max(1, interval.toMillis()));
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
        } finally {
            service.ifPresent(this::close);
        }
    }

    /** Empty when the operating system does not report changes of the directory. */
    private Optional<WatchService> register() {
        try {
            WatchService service = directory.getFileSystem().newWatchService();
            try {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return Optional.of(service);
            } catch (IOException e) {
                close(service);
                throw e;
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("No reports of changes in {}: {}", directory, e.getMessage());
            return Optional.empty();
        }
    }

    /** Waits for a change or the interval; empty when the directory is watched no longer, such as when it was made anew. */
    private Optional<WatchService> await(WatchService service) throws InterruptedException {
        WatchKey key = service.poll(Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
        if (key == null) {
            return Optional.of(service);
        }
        key.pollEvents();
        if (key.reset()) {
            return Optional.of(service);
        }
        close(service);
        return Optional.empty();
    }

    private void close(WatchService service) {
        try {
            service.close();
        } catch (IOException e) {
            LOG.warn("Closing the watch on {}: {}", directory, e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
