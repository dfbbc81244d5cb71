package io.millrace.engine.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** The threads that run partitions in parallel; the calling thread runs partition 0 itself. */
final class PartitionThreads implements Parallel, AutoCloseable {

    /** Below this many rows, waking other threads costs more than it saves. */
    private static final long WORTH_SHARING = 2_048;

    private final int partitions;
    private final ExecutorService threads;

    PartitionThreads(int partitions) {
        this.partitions = partitions;
        AtomicInteger number = new AtomicInteger(1);
        this.threads = Executors.newFixedThreadPool(Math.max(1, partitions - 1), task -> {
            Thread thread = new Thread(task, "partition-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public void onPartitions(long rows, IntConsumer task) {
        if (partitions == 1 || rows < WORTH_SHARING) {
            for (int partition = 0; partition < partitions; partition++) {
                task.accept(partition);
            }
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(partitions - 1);
        for (int partition = 1; partition < partitions; partition++) {
            int current = partition;
            threads.execute(() -> {
                attempt(task, current, failure);
                ended.countDown();
            });
        }
        attempt(task, 0, failure);
        awaitAll(ended);
        rethrow(failure.get());
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
