package io.millrace.app.journal;

import io.millrace.journal.JournalReader;
import java.util.List;

/** Says what records mean, for those who read the journal. */
@FunctionalInterface
public interface RecordPrinter {

    /** The lines to print below the record that the reader is at; none when there is nothing to say. */
    List<String> lines(JournalReader record);
}
