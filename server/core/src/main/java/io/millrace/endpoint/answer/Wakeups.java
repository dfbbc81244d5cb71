package io.millrace.endpoint.answer;

import io.millrace.session.Cursor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Goes on with requests that wait for rows: when these come, or when the time is over. Waiting takes no thread, and going on one of few:
 * it has to be work that does not wait.
 */
public final class Wakeups implements AutoCloseable {

    private static final int FEWEST_THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors()), Wakeups::thread);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Wakeups::thread);

    public Wakeups() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Goes on once, when the cursor has something to give, or after that time.
     */
    public void await(Cursor cursor, Duration atMost, Runnable goOn) {
        AtomicBoolean once = new AtomicBoolean();
        Runnable first = () -> {
            if (once.compareAndSet(false, true)) {
                execute(goOn);
            }
        };
        Future<?> late = timer.schedule(first, atMost.toNanos(), TimeUnit.NANOSECONDS);
        cursor.whenReady(() -> {
            late.cancel(false);
            first.run();
        });
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "http-wakeup");
        thread.setDaemon(true);
        return thread;
    }

    /** Goes on at once. */
    public void execute(Runnable goOn) {
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
        threads.shutdownNow();
    }
}
