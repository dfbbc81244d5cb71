package io.millrace.connector.files;

import io.millrace.connector.files.FileEnds.RecordLimit;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Lets the records of files be read at a rate, as if they came in just now. What was let through once can be read again at once. */
final class FilePace {

    private final double rate;
    private final Clock clock;
    private final FileParsing parsing;
    private final Map<String, Long> released = new HashMap<>();
    private long firstMillis;
    private long releasedRecords;

    /** @param rate records per second */
    FilePace(double rate, Clock clock, FileParsing parsing) {
        this.rate = rate;
        this.clock = clock;
        this.parsing = parsing;
        this.firstMillis = Long.MIN_VALUE;
    }

    /** Up to there a partition was let through by somebody who was there before. */
    void recall(String partition, long position) {
        released.merge(partition, position, Math::max);
    }

    /**
     * The position up to which a partition may be read now; time counts from the first call.
     *
     * @param read what was read already
     * @param end up to where the file is complete
     * @param complete whether what lies at {@code end} is the end of a record
     */
    long released(String partition, FileChannel channel, long read, long end, boolean complete) throws IOException {
        long from = Math.max(read, released.getOrDefault(partition, 0L));
        long due = due();
        if (due > 0 && from < end) {
            from = FileEnds.afterRecords(channel, parsing, from, end, new RecordLimit(due, Long.MAX_VALUE), complete);
            releasedRecords += due;
        }
        released.put(partition, from);
        return from;
    }

    private long due() {
        long now = clock.millis();
        if (firstMillis == Long.MIN_VALUE) {
            firstMillis = now;
        }
        return (long) ((now - firstMillis) * rate / 1000) - releasedRecords;
    }
}
