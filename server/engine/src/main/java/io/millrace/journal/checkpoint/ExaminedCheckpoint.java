package io.millrace.journal.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What was found of a checkpoint.
 *
 * @param checkpoint as far as its manifest could be read
 * @param problems what is wrong with which file; none when it is whole
 * @param newer whether nothing is damaged, but a later version of the server wrote it
 */
public record ExaminedCheckpoint(
        long number, Optional<StoredCheckpoint> checkpoint, List<String> problems, boolean newer) {

    public ExaminedCheckpoint {
        problems = List.copyOf(problems);
    }

    public boolean whole() {
        return problems.isEmpty();
    }
}
