package io.millrace.engine.batch;

/**
 * How a batch went.
 *
 * @param rows that it took: read from sources or pushed
 * @param planNanos deciding what is in it
 * @param executeNanos reading, and running queries
 * @param commitNanos from then on until it was as durable as the setting says; another batch may have run meanwhile
 * @param publishNanos telling those who wait, and handing rows to sinks
 * @param bytes that were written to the journal for it
 */
public record BatchReport(
        long batch,
        long timestamp,
        long rows,
        long planNanos,
        long executeNanos,
        long commitNanos,
        long publishNanos,
        long bytes) {}
