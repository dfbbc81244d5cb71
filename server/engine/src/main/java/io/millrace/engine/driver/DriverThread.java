package io.millrace.engine.driver;

import io.millrace.dstream.ClockUse;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that runs batches, and between them what others ask for and the pieces of backfills.
 *
 * <p>All state of the driver belongs to this thread; others hand it work and wait.
 */
final class DriverThread {

    private static final Logger log = LoggerFactory.getLogger(DriverThread.class);

    /** How often sources are polled that do not announce their input, and least time between batches that only time asks for. */
    private static final Duration POLL = Duration.ofMillis(10);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final int BACKFILL_STEPS_PER_BATCH = 4;
    /** Late and failed rows may give others, in relations of their own. */
    private static final int ROUNDS_AFTER_ADVANCE = 10;

    private static final Runnable WAKE_UP = () -> {};

    private final BatchLoop loop;
    private final Relations relations;
    private final long intervalNanos;
    private final LinkedBlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Map<String, Backfill> backfills = new LinkedHashMap<>();
    private final Thread thread;
    private long lastBatchNanos;
    private volatile boolean stopping;

    DriverThread(BatchLoop loop, Relations relations, Duration interval) {
        this.loop = loop;
        this.relations = relations;
        this.intervalNanos = interval.toNanos();
        this.lastBatchNanos = System.nanoTime() - intervalNanos;
        this.thread = new Thread(this::run, "driver");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** New input may be there. */
    void signal() {
        if (signalled.compareAndSet(false, true)) {
            requests.add(WAKE_UP);
        }
    }

    void submit(Runnable request) {
        requests.add(request);
    }

    /** Runs something between two batches and waits for its result. */
    <T> T call(Supplier<T> request) {
        if (Thread.currentThread() == thread) {
            return request.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        requests.add(() -> {
            try {
                result.complete(request.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return await(result);
    }

    /** Waits for what the driver will complete, with its error as if it were thrown here. */
    <T> T await(CompletableFuture<T> result) {
        try {
            while (true) {
                try {
                    return result.get(100, TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.TimeoutException e) {
                    if (!thread.isAlive()) {
                        throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping");
                    }
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

    /** Adds a backfill; driver's thread only, as the three methods that follow. */
    void add(Backfill backfill) {
        backfills.put(backfill.query().name(), backfill);
    }

    Collection<Backfill> backfills() {
        return backfills.values();
    }

    Optional<RunningQuery> removeBackfill(String name) {
        Backfill removed = backfills.remove(name);
        if (removed == null) {
            return Optional.empty();
        }
        removed.done()
                .completeExceptionally(
                        new MillraceException(ErrorCode.QUERY_CANCELLED, "the query \"" + name + "\" was dropped"));
        return Optional.of(removed.query());
    }

    private void run() {
        while (!stopping) {
            try {
                runRequests();
                boolean worked = batchIsDue() && runBatch();
                worked |= runBackfills();
                if (!worked) {
                    awaitWork();
                }
            } catch (RuntimeException | Error e) {
                log.error("the batch failed", e);
                awaitWork();
            }
        }
    }

    private boolean batchIsDue() {
        return System.nanoTime() - lastBatchNanos >= intervalNanos;
    }

    private boolean runBatch() {
        long start = System.nanoTime();
        if (!loop.runIfNeeded()) {
            return false;
        }
        lastBatchNanos = start;
        backfills.values().forEach(backfill -> backfill.noteChanges(loop.deltas()));
        return true;
    }

    /** Publishes the present time, unless the next batch is not due; driver's thread only. */
    void publishTime() {
        if (batchIsDue() || loop.published().batch() == 0) {
            lastBatchNanos = System.nanoTime();
            loop.runForTime();
            backfills.values().forEach(backfill -> backfill.noteChanges(loop.deltas()));
        }
    }

    /** Moves time that stands still and runs what is due then, also what follows from that; driver's thread only. */
    void advanceClock(long millis) {
        loop.advanceTo(millis);
        backfills.values().forEach(backfill -> backfill.noteChanges(loop.deltas()));
        for (int round = 0; round < ROUNDS_AFTER_ADVANCE && loop.rowsWait(); round++) {
            runBatch();
        }
    }

    private boolean runBackfills() {
        boolean worked = !backfills.isEmpty();
        for (Backfill backfill : new ArrayList<>(backfills.values())) {
            try {
                advance(backfill);
            } catch (RuntimeException e) {
                backfill.query().fail(e);
            }
            Optional<Throwable> failure = backfill.query().failure();
            if (failure.isPresent()) {
                backfills.remove(backfill.query().name());
                loop.noticeFailure(backfill.query(), failure.get());
                backfill.fail(failure.get());
            }
        }
        return worked;
    }

    private void advance(Backfill backfill) {
        for (int i = 0; i < BACKFILL_STEPS_PER_BATCH && !backfill.query().failed(); i++) {
            backfill.step();
            if (backfill.caughtUp()) {
                backfill.catchUpWithTime();
                backfill.join();
                backfills.remove(backfill.query().name());
                if (ClockUse.in(backfill.query().query().root())) {
                    publishTime();
                }
                backfill.done().complete(null);
                return;
            }
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
            request.run();
        }
    }

    private void awaitWork() {
        long nanos = batchIsDue()
                ? loop.nanosToWork(LONGEST_WAIT.toNanos(), POLL.toNanos())
                : intervalNanos - (System.nanoTime() - lastBatchNanos);
        try {
            Runnable request = requests.poll(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            if (request != null) {
                runRequest(request);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Ends the loop and then runs a last action in the calling thread. */
    void stop(Runnable last) {
        stopping = true;
        signal();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backfills.values().forEach(backfill -> backfill.query().close());
        last.run();
    }
}
