package io.millrace.engine.time;

/**
 * A batch as operators know it.
 *
 * @param batch its id
 * @param timestamp {@code CURRENT_TIMESTAMP}, epoch milliseconds, never less than that of the batch before
 */
public record BatchTime(long batch, long timestamp) {}
