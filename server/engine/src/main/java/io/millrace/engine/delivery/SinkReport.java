package io.millrace.engine.delivery;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sink as SHOW SINKS shows it.
 *
 * @param problem why it does not deliver, or what went wrong last in an attempt, or a call to end what was begun, that
 *     has not succeeded yet
 * @param problemSince since when, epoch milliseconds
 * @param deliveredBatch the newest batch that the sink has
 * @param nextBatch the oldest batch that waits, or is being delivered
 * @param lagBatches batches that wait, the one that is being delivered among them
 * @param lagMillis how long ago the oldest of them was committed
 * @param skippedRows rows of batches that somebody gave up with SKIP BATCH
 */
public record SinkReport(
        String name,
        SinkStatus status,
        Optional<String> problem,
        OptionalLong problemSince,
        OptionalLong deliveredBatch,
        long deliveredRows,
        OptionalLong nextBatch,
        long lagBatches,
        long lagRows,
        long lagBytes,
        long lagMillis,
        long skippedRows) {}
