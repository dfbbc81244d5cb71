package io.millrace.app;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the server when the process is told to end (SIGTERM, Ctrl-C). */
final class Shutdown {

    private final CountDownLatch told = new CountDownLatch(1);

    private Shutdown() {}

    /**
     * All are closed by the hook, so that the process does not end before that.
     *
     * @param closed in this order
     */
    static Shutdown closing(AutoCloseable... closed) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown.stop(closed), "shutdown"));
        return shutdown;
    }

    private void stop(AutoCloseable... closed) {
        try {
            for (AutoCloseable one : closed) {
                one.close();
            }
        } catch (Exception e) {
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
