package io.millrace.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How a journal is kept.
 *
 * @param interval after how long at most a record is on the disk that nobody waits for, or for which waiting ends earlier
 * @param segmentBytes how large a file of the journal is, unless a single record needs more
 * @param reserveBytes how much of the disk is kept back for essential records
 * @param repair what there is to go on from without what is damaged, and all that came after it; empty when damage is refused. The
 *     damaged files are kept beside the others
 */
public record JournalOptions(
        Durability durability, Duration interval, long segmentBytes, long reserveBytes, Optional<Repair.Basis> repair) {

    private static final long SEGMENT = 64L << 20;
    private static final long RESERVE = 16L << 20;

    public JournalOptions {
        if (interval.isNegative() || interval.isZero() || segmentBytes < 256 || reserveBytes < 0) {
            throw new IllegalArgumentException(
                    "not a way to keep a journal: " + interval + ", " + segmentBytes + ", " + reserveBytes);
        }
    }

    public static JournalOptions of(Durability durability, Duration interval) {
        return new JournalOptions(durability, interval, SEGMENT, RESERVE, Optional.empty());
    }

    public JournalOptions withSegmentBytes(long bytes) {
        return new JournalOptions(durability, interval, bytes, reserveBytes, repair);
    }

    public JournalOptions withReserveBytes(long bytes) {
        return new JournalOptions(durability, interval, segmentBytes, bytes, repair);
    }

    public JournalOptions withRepair(Repair.Basis basis) {
        return new JournalOptions(durability, interval, segmentBytes, reserveBytes, Optional.of(basis));
    }
}
