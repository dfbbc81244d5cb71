package io.millrace.endpoint.answer;

import io.millrace.session.Cursor;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Goes on with requests that wait for rows: when these come, or when the time is over. Waiting takes no thread. */
public final class Wakeups implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "wakeups");
        thread.setDaemon(true);
        return thread;
    });

    public Wakeups() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Goes on once, when the cursor has something to give, or after that time.
     *
     * @param threads on one of which it goes on
     */
    public void await(Cursor cursor, Duration atMost, Executor threads, Runnable goOn) {
        AtomicBoolean once = new AtomicBoolean();
        Runnable first = () -> {
            if (once.compareAndSet(false, true)) {
                execute(threads, goOn);
            }
        };
        Future<?> late = timer.schedule(first, atMost.toNanos(), TimeUnit.NANOSECONDS);
        cursor.whenReady(() -> {
            late.cancel(false);
            first.run();
        });
    }

    private static void execute(Executor threads, Runnable goOn) {
        try {
            threads.execute(goOn);
        } catch (RejectedExecutionException stopping) {
            // the server goes, and its connections with it
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
