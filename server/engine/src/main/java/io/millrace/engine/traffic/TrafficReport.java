package io.millrace.engine.traffic;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How rows came in lately.
 *
 * @param since when that began to be counted, epoch milliseconds
 * @param lastRowAt when a batch took rows last, epoch milliseconds; empty when none has
 * @param rowsPerSecond of the last ten seconds
 * @param bytesPerSecond the same; empty where rows are not read as bytes
 * @param lagRows what the source has that no batch has taken
 * @param lagBytes the same in bytes
 * @param behindSeconds for how long the source has had something that no batch has taken, 0 when it has nothing; empty when nobody asks it
 */
public record TrafficReport(
        long since,
        OptionalLong lastRowAt,
        double rowsPerSecond,
        OptionalDouble bytesPerSecond,
        OptionalLong lagRows,
        OptionalLong lagBytes,
        OptionalDouble behindSeconds) {

    /** Of what has no source of its own. */
    public static final TrafficReport NONE = new TrafficReport(
            0,
            OptionalLong.empty(),
            0,
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty());

    /** The same where nobody asks the source what it has. */
    public TrafficReport unasked() {
        return new TrafficReport(
                since,
                lastRowAt,
                rowsPerSecond,
                bytesPerSecond,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    /** The same where there will never be more. */
    public TrafficReport ended() {
        return new TrafficReport(
                since,
                lastRowAt,
                rowsPerSecond,
                bytesPerSecond,
                lagRows.isPresent() ? OptionalLong.of(0) : lagRows,
                lagBytes.isPresent() ? OptionalLong.of(0) : lagBytes,
                OptionalDouble.of(0));
    }
}
