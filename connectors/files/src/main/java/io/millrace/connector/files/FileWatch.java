package io.millrace.connector.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when files change, as far as the operating system reports it, and besides after each poll interval.
 *
 * <p>Runs a thread of its own until it is closed.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final FileListing listing;
    private final Duration interval;
    private final Runnable changed;
    private final WatchService service;
    private final Thread thread;
    private volatile boolean closed;

    FileWatch(FileListing listing, Duration interval, Runnable changed) {
        this.listing = listing;
        this.interval = interval;
        this.changed = changed;
        try {
            service = listing.watched().getFileSystem().newWatchService();
            listing.watched()
                    .register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            throw FileErrors.of(listing.watched(), e);
        }
        thread = new Thread(this::run, "millrace-files-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                WatchKey key = service.poll(Math.max(1, interval.toMillis()), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                changed.run();
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            service.close();
        } catch (IOException e) {
            LOG.warn("Closing the watch on {}: {}", listing.watched(), e.getMessage());
        }
    }
}
