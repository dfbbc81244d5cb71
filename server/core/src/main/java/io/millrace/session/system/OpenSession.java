package io.millrace.session.system;

import io.millrace.session.Principal;

/**
 * A session as {@code sys.sessions} shows it.
 *
 * @param openedAt epoch milliseconds
 */
public record OpenSession(String id, Principal principal, long openedAt) {}
