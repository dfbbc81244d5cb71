package io.millrace.connector.files;

import io.millrace.connector.files.FileEnds.RecordLimit;
import io.millrace.spi.connector.option.Options;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Lets the records of files be read at a rate, as if they came in just now, or all at once. What was let through once can be read again at once. The rate
 * may be another one each time: it then counts from that moment.
 */
final class FilePace {

    private static final long UNSET = Long.MIN_VALUE;

    private final DoubleSupplier rates;
    private final Clock clock;
    private final FileParsing parsing;
    private final Map<String, Long> released = new HashMap<>();
    private double rate;
    private long firstMillis = UNSET;
    private long releasedRecords;

    /** @param rates records per second by now; 0 when unlimited */
    FilePace(DoubleSupplier rates, Clock clock, FileParsing parsing) {
        this.rates = rates;
        this.clock = clock;
        this.parsing = parsing;
    }

    static double rate(Options options) {
        return options.decimal("rate").orElse(0.0);
    }

    boolean isLimited() {
        return rates.getAsDouble() > 0;
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
        double now = rates.getAsDouble();
        if (now != rate) {
            rate = now;
            firstMillis = UNSET;
            releasedRecords = 0;
        }
        if (rate <= 0) {
            released.merge(partition, read, Math::max);
            return end;
        }
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
        if (firstMillis == UNSET) {
            firstMillis = now;
        }
        return (long) ((now - firstMillis) * rate / 1000) - releasedRecords;
    }
}
