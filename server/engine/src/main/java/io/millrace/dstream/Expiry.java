package io.millrace.dstream;

/**
 * When a row of state can be forgotten: once the watermark is greater than the row's time column plus a delay.
 *
 * @param column index of a TIMESTAMP column in the row concerned
 * @param delay milliseconds, may be negative
 */
public record Expiry(int column, long delay) {}
