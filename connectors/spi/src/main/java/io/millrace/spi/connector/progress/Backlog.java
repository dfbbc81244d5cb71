package io.millrace.spi.connector.progress;

import java.util.OptionalLong;

/**
 * What a source has that was not read, as far as it knows.
 *
 * @param rows about how many; empty when that is not known
 * @param bytes about how many; empty when that is not known
 */
public record Backlog(OptionalLong rows, OptionalLong bytes) {

    public static final Backlog UNKNOWN = new Backlog(OptionalLong.empty(), OptionalLong.empty());

    public static Backlog ofRows(long rows) {
        return new Backlog(OptionalLong.of(rows), OptionalLong.empty());
    }

    public static Backlog ofBytes(long bytes) {
        return new Backlog(OptionalLong.empty(), OptionalLong.of(bytes));
    }
}
