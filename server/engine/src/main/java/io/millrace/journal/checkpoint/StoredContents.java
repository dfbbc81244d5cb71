package io.millrace.journal.checkpoint;

/** The contents of a checkpoint. Thread-safe. */
@FunctionalInterface
public interface StoredContents {

    /** @throws io.millrace.codec.DamagedDataException when the checkpoint has nothing of that name */
    ContentChain chain(String name);
}
