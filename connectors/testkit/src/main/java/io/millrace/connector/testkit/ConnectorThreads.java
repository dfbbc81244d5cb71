package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** What connectors do beside a test, and waiting for it. */
public final class ConnectorThreads {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private ConnectorThreads() {}

    /** The threads of connectors that run. */
    public static Set<Thread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("millrace-"))
                .collect(Collectors.toSet());
    }

    /** Returns once a condition holds that other threads bring about; fails when that takes too long. */
    public static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }
}
