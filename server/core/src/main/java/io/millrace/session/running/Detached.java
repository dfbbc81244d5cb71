package io.millrace.session.running;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work that may not notice at once that it is not wanted any more, done by another thread: whoever waits for it does not wait for that.
 * Such work must change nothing, because it may still go on for a while.
 */
public final class Detached {

    private static final long PAUSE_MILLIS = 50;

    private Detached() {}

    /** Does the work and gives its result, or throws what it throws or why it is not wanted any more. */
    public static <T> T call(Executor workers, Cancellation cancellation, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        workers.execute(task);
        try {
            while (true) {
                try {
                    return task.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
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
