package io.millrace.spi.connector;

/**
 * A half-open range {@code [start, end)} of offsets in one partition of a source, readable on its own.
 *
 * <p>What an offset counts is the source's business: bytes of a file, records of a topic, events of a generator. Reading the
 * same split again gives the same rows.
 *
 * @param partition stable name of the partition, for example a file path
 */
public record Split(String partition, long start, long end) {}
