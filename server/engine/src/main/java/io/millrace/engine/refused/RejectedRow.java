package io.millrace.engine.refused;

import io.millrace.spi.error.ErrorCode;

/**
 * A record or row that could not be used.
 *
 * @param partition of the source, empty for rows that failed inside a query
 * @param position in the partition, −1 when unknown
 * @param raw the bytes of the record; for rows of a query their columns as text
 */
public record RejectedRow(String partition, long position, ErrorCode code, String reason, byte[] raw) {}
