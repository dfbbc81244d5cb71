package io.millrace.engine.batch;

/**
 * Rows of one sender, as they came.
 *
 * @param partition of the sender, for watermarks; empty for INSERT
 * @param inserted whether they are those of an INSERT, which is refused whole when a key exists already
 * @param ended whether the sender is gone after them
 * @param anew whether they take the place of all that the table has
 */
public record PushedRows(String partition, TypedPages rows, boolean inserted, boolean ended, boolean anew) {}
