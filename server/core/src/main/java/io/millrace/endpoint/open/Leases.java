package io.millrace.endpoint.open;

import java.time.Duration;

/**
 * How long the server keeps what a client does not ask for any more.
 *
 * @param stream for a cursor over rows that never end
 * @param cursor for a cursor over rows that end
 * @param connection for a connection without open cursors
 */
public record Leases(Duration stream, Duration cursor, Duration connection) {

    /** One minute, ten minutes, one hour. */
    public static final Leases DEFAULT = new Leases(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));
}
