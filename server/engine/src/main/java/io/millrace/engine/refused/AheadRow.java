package io.millrace.engine.refused;

/**
 * A row that was refused because its time is too far ahead.
 *
 * @param position in its partition; where rows have none, how many rows of the page before it were taken
 * @param time what it would have pushed the watermark to
 * @param limit up to which it would have been taken
 * @param text the columns that were read
 */
public record AheadRow(long position, long time, long limit, byte[] text) {}
