package io.millrace.catalog;

import io.millrace.dstream.expression.Expression;

/**
 * The promise about event time that a stream declares: {@code WATERMARK FOR column AS expression}.
 *
 * @param column index of the event-time column among the declared columns
 * @param expression over the declared columns; the watermark after a row is the greatest value so far
 */
public record Watermark(int column, Expression expression) {}
