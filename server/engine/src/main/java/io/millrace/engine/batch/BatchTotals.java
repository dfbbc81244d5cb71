package io.millrace.engine.batch;

import io.millrace.engine.measure.DurationHistogram.Durations;

/**
 * What all batches since the start of the server took together.
 *
 * @param rows that they took
 * @param bytes that were written to the journal for them
 */
public record BatchTotals(
        long rows, long bytes, Durations plan, Durations execute, Durations commit, Durations publish) {}
