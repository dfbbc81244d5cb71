package io.millrace.journal.checkpoint;

import io.millrace.codec.Encoder;
import java.util.List;
import java.util.function.Consumer;

/**
 * What something held between two batches. Immutable: other threads write it while batches go on.
 *
 * @param facts writes what is small: written anew with each checkpoint
 * @param contents what is large: written when it has changed
 */
public record CheckpointCut(Consumer<Encoder> facts, List<Content> contents) {

    /** Nothing at all. */
    public static final CheckpointCut NOTHING = new CheckpointCut(out -> {}, List.of());

    public CheckpointCut {
        contents = List.copyOf(contents);
    }
}
