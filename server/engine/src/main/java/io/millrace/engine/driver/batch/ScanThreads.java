package io.millrace.engine.driver.batch;

import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.input.StalledReadException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read sources for batches, one per partition. They are not those of the engine: a source that does not come back
 * is left alone with its thread, and the batch goes on without it.
 */
public final class ScanThreads implements AutoCloseable {

    /** What a source that gives nothing costs all others, once: then it is tried apart from them. */
    private static final Duration STALLED = Duration.ofSeconds(2);

    private static final long CHECK_MILLIS = 200;

    private final ExecutorService threads;

    ScanThreads() {
        AtomicInteger number = new AtomicInteger(1);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "scan-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs all scans on all partitions and waits; answers which inputs failed, and why. */
    public Map<Input, Throwable> run(List<Scan> scans, int partitions) {
        Map<Input, Throwable> failures = new ConcurrentHashMap<>();
        CountDownLatch ended = new CountDownLatch(partitions);
        Future<?>[] tasks = new Future<?>[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            int current = partition;
            tasks[partition] = threads.submit(() -> {
                run(scans, current, failures);
                ended.countDown();
            });
        }
        boolean interrupted = false;
        while (true) {
            try {
                if (ended.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (abandon(scans, failures)) {
                for (Future<?> task : tasks) {
                    task.cancel(true);
                }
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }

    private static void run(List<Scan> scans, int partition, Map<Input, Throwable> failures) {
        for (Scan scan : scans) {
            try {
                scan.run(partition);
            } catch (RuntimeException | Error e) {
                failures.putIfAbsent(scan.input(), e);
            }
        }
    }

    /** Gives up when some source has given nothing for long; all scans of the batch end then, because it is taken back. */
    private static boolean abandon(List<Scan> scans, Map<Input, Throwable> failures) {
        boolean stalled = false;
        for (Scan scan : scans) {
            if (scan.isStalled(STALLED.toNanos())) {
                failures.put(scan.input(), new StalledReadException(STALLED));
                stalled = true;
            }
        }
        if (!stalled) {
            return false;
        }
        scans.forEach(Scan::cancel);
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
