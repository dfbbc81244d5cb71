package io.millrace.engine.driver;

/**
 * What became of inserted rows.
 *
 * @param batch in which they are visible everywhere
 * @param refused how many were refused and went to {@code $errors}, because their time is too far ahead
 */
public record Inserted(long batch, long refused) {}
