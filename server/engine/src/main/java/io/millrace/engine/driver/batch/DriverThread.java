package io.millrace.engine.driver.batch;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that runs batches, and between them what others ask for.
 *
 * <p>All state of the driver belongs to this thread; others hand it work and wait.
 */
public final class DriverThread {

    private static final Logger log = LoggerFactory.getLogger(DriverThread.class);

    /** How often sources are polled that do not announce their input, and least time between batches that only time asks for. */
    private static final Duration POLL = Duration.ofMillis(10);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration PAUSE_AFTER_BREAK = Duration.ofMillis(100);

    /** Rows that come with time may give others. */
    private static final int ROUNDS_AFTER_ADVANCE = 10;

    private static final Runnable WAKE_UP = () -> {};

    private final BatchCoordinator coordinator;
    private final long intervalNanos;
    private final LinkedBlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Thread thread;
    private long lastBatchNanos;
    private volatile boolean stopping;

    public DriverThread(BatchCoordinator coordinator, Duration interval) {
        this.coordinator = coordinator;
        this.intervalNanos = interval.toNanos();
        this.lastBatchNanos = System.nanoTime() - intervalNanos;
        this.thread = new Thread(this::run, "driver");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** New input may be there. */
    public void signal() {
        if (signalled.compareAndSet(false, true)) {
            requests.add(WAKE_UP);
        }
    }

    public void submit(Runnable request) {
        requests.add(request);
    }

    /** Runs something between two batches and waits for its result. */
    public <T> T call(Supplier<T> request) {
        return call(request, Cancellation.NEVER);
    }

    /** The same, but not at all when it is not wanted any more before it begins; what has begun is waited for. */
    public <T> T call(Supplier<T> request, Cancellation cancellation) {
        AtomicBoolean begun = new AtomicBoolean();
        return ask(() -> begun.compareAndSet(false, true) ? request.get() : null, () -> {
            try {
                cancellation.check();
            } catch (MillraceException e) {
                if (begun.compareAndSet(false, true)) {
                    throw e;
                }
            }
        });
    }

    /** The same for what may happen or not when nobody waits for it any more. */
    public <T> T ask(Supplier<T> request, Cancellation cancellation) {
        if (Thread.currentThread() == thread || thread.getState() == Thread.State.NEW) {
            return request.get();
        }
        coordinator.pace().somebodyWaits();
        CompletableFuture<T> result = new CompletableFuture<>();
        requests.add(() -> {
            try {
                result.complete(request.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return await(result, cancellation);
    }

    public <T> T await(CompletableFuture<T> result) {
        return await(result, Cancellation.NEVER);
    }

    /**
     * Waits for what the driver will complete, with its error as if it were thrown here.
     *
     * @param cancellation asked now and then whether to go on waiting
     */
    public <T> T await(CompletableFuture<T> result, Cancellation cancellation) {
        try {
            while (true) {
                try {
                    return result.get(100, TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.TimeoutException e) {
                    if (!thread.isAlive()) {
                        throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping");
                    }
                    cancellation.check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void run() {
        while (!stopping) {
            try {
                runRequests();
                coordinator.showSettled();
                if (!batchIsDue() || !runBatch()) {
                    awaitWork();
                }
            } catch (RuntimeException | Error e) {
                tell(e);
                pause();
            }
        }
    }

    private static void tell(Throwable error) {
        try {
            log.error("the driver goes on after an error", error);
        } catch (OutOfMemoryError e) {
            // there is no room to tell anybody, and the driver goes on nevertheless
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_BREAK.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private boolean batchIsDue() {
        return System.nanoTime() - lastBatchNanos >= intervalNanos;
    }

    private boolean runBatch() {
        long start = System.nanoTime();
        if (!coordinator.runIfNeeded()) {
            return false;
        }
        lastBatchNanos = start;
        return true;
    }

    /** Publishes the present time, unless the next batch is not due; driver's thread only. */
    public void publishTime() {
        if (batchIsDue() || coordinator.published().batch() == 0) {
            lastBatchNanos = System.nanoTime();
            coordinator.runForTime();
        }
    }

    /** Moves time that stands still and runs what is due then, also what follows from that; driver's thread only. */
    public void advanceClock(long millis) {
        coordinator.advanceTo(millis);
        for (int round = 0; round < ROUNDS_AFTER_ADVANCE && coordinator.rowsWait(); round++) {
            runBatch();
            coordinator.settle();
        }
    }

    private void runRequests() {
        Runnable request = requests.poll();
        while (request != null) {
            runRequest(request);
            request = requests.poll();
        }
    }

    private void runRequest(Runnable request) {
        if (request == WAKE_UP) {
            signalled.set(false);
        } else {
            coordinator.settle(); // whoever asks for something finds all batches as everybody sees them
            request.run();
        }
    }

    private void awaitWork() {
        if (stopping) {
            return; // the signal that told so may have been taken already
        }
        long nanos = coordinator.isHeld() ? LONGEST_WAIT.toNanos() : nanosToBatch();
        try {
            Runnable request = requests.poll(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            if (request != null) {
                runRequest(request);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private long nanosToBatch() {
        return batchIsDue()
                ? coordinator.nanosToWork(LONGEST_WAIT.toNanos(), POLL.toNanos())
                : intervalNanos - (System.nanoTime() - lastBatchNanos);
    }

    /** Ends the loop and then runs a last action in the calling thread. */
    public void stop(Runnable last) {
        stopping = true;
        signal();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        coordinator.settle();
        last.run();
    }
}
