package io.millrace.journal;

import java.util.Optional;

/** The kinds of records, with the versions of their layout that can be read. Codes are never used again. */
public enum RecordType {
    /** What a statement changed in the catalog. */
    DDL(1, 1),
    /** What a batch read, and what became of it. */
    BATCH(2, 1),
    /** A query was suspended, has failed or goes on. */
    QUERY_STATE(3, 1),
    /** A sink holds everything up to a batch. */
    SINK_DONE(4, 1),
    /** A checkpoint is complete. */
    CHECKPOINT(5, 1),
    /** The clock of the server was moved. */
    CLOCK(6, 1),
    /** Rows that were taken in before the batch that reads them. */
    INGEST(7, 1);

    private final int code;
    private final int version;

    RecordType(int code, int version) {
        this.code = code;
        this.version = version;
    }

    int code() {
        return code;
    }

    /** The version that is written now; this one and the one before it can be read. */
    public int version() {
        return version;
    }

    boolean reads(int other) {
        return other >= 1 && other >= version - 1 && other <= version;
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
