package io.millrace.engine.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The threads that run partitions of queries in parallel, at most as many at a time as a new query has; the calling thread is one of them.
 */
final class PartitionThreads implements Parallel, AutoCloseable {

    /** Below this many rows, waking other threads costs more than it saves. */
    private static final long WORTH_SHARING = 2_048;

    private final ExecutorService threads;
    private volatile int partitions;

    PartitionThreads(int partitions) {
        this.partitions = partitions;
        AtomicInteger number = new AtomicInteger(1);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "partition-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int partitions() {
        return partitions;
    }

    void partitions(int number) {
        partitions = number;
    }

    @Override
    public void onPartitions(int count, long rows, IntConsumer task) {
        int helpers = rows < WORTH_SHARING ? 0 : Math.min(count, partitions) - 1;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(helpers);
        for (int helper = 0; helper < helpers; helper++) {
            threads.execute(() -> {
                attemptAll(task, next, count, failure);
                ended.countDown();
            });
        }
        attemptAll(task, next, count, failure);
        awaitAll(ended);
        rethrow(failure.get());
    }

    /** Runs partitions that nobody else has begun, until there are none. */
    private static void attemptAll(
            IntConsumer task, AtomicInteger next, int count, AtomicReference<Throwable> failure) {
        for (int partition = next.getAndIncrement(); partition < count; partition = next.getAndIncrement()) {
            attempt(task, partition, failure);
        }
    }

    private static void attempt(IntConsumer task, int partition, AtomicReference<Throwable> failure) {
        try {
            task.accept(partition);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits although interrupted: no task may still touch a partition when the caller goes on. */
    private static void awaitAll(CountDownLatch ended) {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
