package io.millrace.journal;

import java.nio.file.Path;

/**
 * A segment that was read to its end.
 *
 * @param end where its last record ends
 * @param nextLsn the LSN after that of its last record
 * @param size of the file
 */
record Segment(Path path, SegmentHeader header, long end, long nextLsn, long size) {

    long firstLsn() {
        return header.firstLsn();
    }

    boolean isEmpty() {
        return nextLsn == firstLsn();
    }
}
