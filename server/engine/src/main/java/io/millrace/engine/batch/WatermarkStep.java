package io.millrace.engine.batch;

/**
 * How a batch moves the watermark of a relation, epoch milliseconds; {@code Long.MIN_VALUE} when there is none yet,
 * {@code Long.MAX_VALUE} when it does not hold time back.
 *
 * @param before the batch
 * @param after what is known when the batch is planned, silent partitions counted in; rows that are read move it further
 */
public record WatermarkStep(long before, long after) {}
