package io.millrace.engine.input;

import io.millrace.dstream.expression.Expression;

/**
 * {@code WATERMARK FOR column AS expression}.
 *
 * @param column index of the event-time column among the declared columns
 * @param expression over the declared columns; the greatest value seen so far is the promise that no earlier time will come
 */
public record WatermarkDefinition(int column, Expression expression) {}
