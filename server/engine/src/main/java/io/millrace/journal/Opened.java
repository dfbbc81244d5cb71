package io.millrace.journal;

import io.millrace.journal.storage.Storage;
import java.util.List;

/**
 * A journal that is ready to be written to.
 *
 * @param found what was there
 * @param active the new segment that records go to
 * @param repairs what was done to what was damaged, in words
 */
record Opened(
        Storage storage,
        JournalFiles files,
        JournalOptions options,
        Identity identity,
        Examination found,
        ActiveSegment active,
        SegmentList segments,
        List<String> repairs) {}
