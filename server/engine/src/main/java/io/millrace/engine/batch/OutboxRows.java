package io.millrace.engine.batch;

/**
 * Rows for a sink.
 *
 * @param number under which it gets them, greater than any before
 */
public record OutboxRows(long number, TypedPages rows) {}
