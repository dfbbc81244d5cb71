package io.millrace.engine.driver.pace;

import io.millrace.engine.delivery.Backlog;
import java.time.Duration;

/**
 * How the driver forms batches.
 *
 * @param batchInterval least time between the starts of batches; zero starts one as soon as there is input
 * @param batchRows most rows that a batch takes from one source
 * @param batchBytes most bytes that a batch takes from one source
 * @param streamRetention bytes kept of each stream that cannot be read again
 * @param queryMemory bytes that a query may hold
 * @param sinkBacklog how much may wait for a sink before its query pauses
 */
public record DriverSettings(
        Duration batchInterval,
        long batchRows,
        long batchBytes,
        long streamRetention,
        long queryMemory,
        Backlog sinkBacklog) {

    public static final DriverSettings DEFAULT =
            new DriverSettings(Duration.ZERO, 262_144, 32L << 20, 1L << 30, Long.MAX_VALUE, Backlog.DEFAULT);
}
