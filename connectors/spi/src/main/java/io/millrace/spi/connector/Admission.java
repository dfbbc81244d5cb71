package io.millrace.spi.connector;

/**
 * How much one batch may take from one source; a source keeps to whichever limit it can measure.
 *
 * @param rows most rows
 * @param bytes most bytes
 * @param splits how many splits the work should be cut into, where it is large enough to be cut
 */
public record Admission(long rows, long bytes, int splits) {}
