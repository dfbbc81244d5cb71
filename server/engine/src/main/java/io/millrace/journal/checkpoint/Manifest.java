package io.millrace.journal.checkpoint;

import java.util.List;
import java.util.UUID;

/**
 * The list of what belongs to a checkpoint.
 *
 * @param number grows from checkpoint to checkpoint
 * @param server whose it is
 * @param catalog the definitions, in a form that only those who gave them know
 * @param facts see {@link CheckpointCut#facts}
 * @param version of the format of the facts
 */
record Manifest(
        long number,
        UUID server,
        CheckpointHead head,
        List<Entry> contents,
        byte[] catalog,
        byte[] facts,
        int version) {

    Manifest {
        contents = List.copyOf(contents);
    }

    /** A content with its files, in order. */
    record Entry(String name, long history, long version, List<File> files) {

        Entry {
            files = List.copyOf(files);
        }
    }

    /**
     * A file as it has to be.
     *
     * @param version of the content up to which it brings it
     * @param size how much of the content it holds, as {@link Content#size} counts
     */
    record File(String name, long length, int checksum, long version, long size) {}

    long bytes() {
        return contents.stream()
                .flatMap(entry -> entry.files().stream())
                .mapToLong(File::length)
                .sum();
    }
}
