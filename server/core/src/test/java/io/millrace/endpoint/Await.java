package io.millrace.endpoint;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread is about to do. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {}

    /** Returns as soon as the condition holds; fails when it does not within a minute. */
    public static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("waited in vain until " + what);
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (Exception failure) {
            throw new AssertionError("failed while waiting until " + what, failure);
        }
    }
}
