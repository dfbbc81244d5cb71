package io.millrace.journal;

import io.millrace.journal.storage.Storage;

/**
 * A journal that is ready to be written to.
 *
 * @param found what was there
 * @param active the new segment that records go to
 */
record Opened(
        Storage storage,
        JournalFiles files,
        JournalOptions options,
        Identity identity,
        Examination found,
        ActiveSegment active,
        SegmentList segments) {}
