package io.millrace.app;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the server when the process is told to end (SIGTERM, Ctrl-C). */
final class Shutdown {

    private final CountDownLatch told = new CountDownLatch(1);

    private Shutdown() {}

    /** The server is closed by the hook, so that the process does not end before it. */
    static Shutdown closing(MillraceServer server) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown.stop(server), "shutdown"));
        return shutdown;
    }

    private void stop(MillraceServer server) {
        try {
            server.close();
        } catch (RuntimeException e) {
            Logger log = LoggerFactory.getLogger(Shutdown.class);
            log.error("The server did not stop in good order", e);
        } finally {
            told.countDown();
        }
    }

    /** Waits until the process is told to end. */
    void await() throws InterruptedException {
        told.await();
    }
}
