package io.millrace.journal;

import java.util.Optional;

/** The kinds of records, with the versions of their layout that can be read. Codes are never used again. */
public enum RecordType {
    /** A statement has changed what is defined. */
    DEFINED(1, 2),
    /** Relations and sinks are gone. */
    REMOVED(2, 1),
    /** What a batch took, and what became of it. */
    BATCH(3, 3, 1),
    /** A query has failed. */
    FAILED(4, 1),
    /** The query of a sink takes no part in batches. */
    PAUSED(5, 1),
    /** The query of a sink takes part in batches again. */
    JOINED(6, 1),
    /** An input that no batch reads has moved on. */
    PASSED(7, 1),
    /** Records that were read beside the batches were counted. */
    COUNTED(8, 1),
    /** The clock of the server was stopped, moved or let go. */
    CLOCK(9, 1),
    /** Rows for a sink that come from beside the batches. */
    SINK_ROWS(10, 3, 1),
    /** A sink holds everything up to a number. */
    SINK_DONE(11, 1),
    /** A checkpoint is complete. */
    CHECKPOINT(12, 1),
    /** What the query of a sink reads next, while it catches up beside the batches. */
    PIECE(13, 1),
    /** What came of that. */
    PIECE_DONE(14, 2),
    /** How many partitions queries have that are made from there on. */
    PARTITIONS(15, 1),
    /** Queries take no part in batches because a source cannot be read. */
    WAITING(16, 1),
    /** They take part again. */
    RESUMED(17, 1),
    /** Relations and sinks are being made that count together or not at all. */
    LANDING(18, 1),
    /** A batch with which they count. */
    LANDED(19, 3, 1);

    private final int code;
    private final int version;
    private final int oldest;

    RecordType(int code, int version) {
        this(code, version, Math.max(1, version - 1));
    }

    RecordType(int code, int version, int oldest) {
        this.code = code;
        this.version = version;
        this.oldest = oldest;
    }

    int code() {
        return code;
    }

    /** The version that is written now; this one and at least the one before it can be read. */
    public int version() {
        return version;
    }

    boolean reads(int other) {
        return other >= oldest && other <= version;
    }

    static Optional<RecordType> of(int code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
