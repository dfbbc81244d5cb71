package io.millrace.connector.jdbc.source;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads several parts at the same time, on a thread each. */
public final class ParallelReading {

    private ParallelReading() {}

    /** Waits for all, and fails when one has: what the others have read by then counts. */
    public static void run(String threads, List<Callable<Void>> parts) throws SQLException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, parts.size()), task -> {
            Thread made = new Thread(task, threads);
            made.setDaemon(true);
            return made;
        });
        try {
            List<Future<Void>> running = new ArrayList<>();
            parts.forEach(part -> running.add(pool.submit(part)));
            await(running);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(List<Future<Void>> running) throws SQLException, InterruptedException {
        Throwable failure = null;
        for (Future<Void> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof SQLException known) {
            throw known;
        }
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure instanceof Error known) {
            throw known;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
