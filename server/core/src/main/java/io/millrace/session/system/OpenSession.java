package io.millrace.session.system;

/**
 * A session as {@code sys.sessions} shows it.
 *
 * @param openedAt epoch milliseconds
 */
public record OpenSession(String id, String user, long openedAt) {}
