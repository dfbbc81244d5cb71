package io.millrace.session.running;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that may not notice at once that it is not wanted any more, done by another thread: whoever waits for it does not wait for that.
 * Such work must change nothing, because it may still go on for a while.
 */
public final class Detached {

    private static final Logger log = LoggerFactory.getLogger(Detached.class);

    private static final long PAUSE_MILLIS = 50;

    private Detached() {}

    /** Does the work and gives its result, or throws what it throws or why it is not wanted any more. */
    public static <T> T call(Executor workers, Cancellation cancellation, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        workers.execute(task);
        return await(task, cancellation);
    }

    /**
     * The same for something that has to be closed: when it is not wanted any more the thread is interrupted, and what it opens
     * nevertheless is closed.
     */
    public static <T extends AutoCloseable> T open(Executor workers, Cancellation cancellation, Supplier<T> work) {
        CompletableFuture<T> opened = new CompletableFuture<>();
        FutureTask<Void> task = new FutureTask<>(() -> open(work, opened), null);
        workers.execute(task);
        try {
            return await(opened, cancellation);
        } catch (RuntimeException | Error e) {
            if (!opened.cancel(false)) {
                opened.thenAccept(Detached::close);
            }
            task.cancel(true);
            throw e;
        }
    }

    private static <T extends AutoCloseable> void open(Supplier<T> work, CompletableFuture<T> opened) {
        try {
            T result = work.get();
            if (!opened.complete(result)) {
                close(result);
            }
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    private static void close(AutoCloseable unwanted) {
        try {
            unwanted.close();
        } catch (Exception | Error e) {
            log.warn("closing what nobody waits for failed", e);
        }
    }

    private static <T> T await(Future<T> result, Cancellation cancellation) {
        try {
            while (true) {
                try {
                    return result.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    cancellation.check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
