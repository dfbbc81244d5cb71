package io.millrace.session.definition;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a connector has, on a thread of its own: a statement that is cancelled does not wait for a connector that hangs. */
final class Opening {

    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private static final long MILLIS_BETWEEN_CHECKS = 50;

    private Opening() {}

    /**
     * Opens something and returns it. When the statement is cancelled, the thread is interrupted and left alone, and what it opens
     * nevertheless is closed.
     *
     * @param what is opened, for messages
     */
    static <T extends AutoCloseable> T open(String what, Supplier<T> connector, Cancellation cancellation) {
        CompletableFuture<T> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(connector, opened), "open " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            T result = await(opened, cancellation);
            if (result == null) {
                throw new MillraceException(
                        ErrorCode.SOURCE_FAILED, "the connector of " + what + " has opened nothing");
            }
            return result;
        } catch (RuntimeException | Error e) {
            if (!opened.cancel(false)) {
                opened.thenAccept(Opening::close);
            }
            thread.interrupt();
            throw e;
        }
    }

    private static <T extends AutoCloseable> void run(Supplier<T> connector, CompletableFuture<T> opened) {
        try {
            T result = connector.get();
            if (!opened.complete(result)) {
                close(result);
            }
        } catch (Throwable e) { // also errors: the connector is not ours
            opened.completeExceptionally(e);
        }
    }

    private static <T> T await(CompletableFuture<T> opened, Cancellation cancellation) {
        while (true) {
            try {
                return opened.get(MILLIS_BETWEEN_CHECKS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                cancellation.check();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
            } catch (ExecutionException e) {
                throw unwrapped(e.getCause());
            }
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static void close(AutoCloseable opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (Exception e) {
            log.warn("closing what nobody waits for failed", e);
        }
    }
}
