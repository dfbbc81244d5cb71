package io.millrace.spi.connector.progress;

import java.util.OptionalLong;

/**
 * What a source has that was not read, as far as it knows.
 *
 * @param rows about how many; empty when that is not known
 * @param bytes about how many; empty when that is not known
 */
public record SourceBacklog(OptionalLong rows, OptionalLong bytes) {

    public static final SourceBacklog UNKNOWN = new SourceBacklog(OptionalLong.empty(), OptionalLong.empty());

    public static SourceBacklog ofRows(long rows) {
        return new SourceBacklog(OptionalLong.of(rows), OptionalLong.empty());
    }

    public static SourceBacklog ofBytes(long bytes) {
        return new SourceBacklog(OptionalLong.empty(), OptionalLong.of(bytes));
    }
}
