package io.millrace.engine.driver;

/**
 * What takes the place of a relation or query.
 *
 * @param old the name of that, which may differ from the new one's in case
 */
public record Heir(String old, String name) {}
