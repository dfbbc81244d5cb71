package io.millrace.journal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system as journal, checkpoints and sinks use it.
 *
 * <p>What survives a crash: the content of a file up to its last {@link StoredFile#force}; the names in a directory up to its last
 * {@link #forceDirectory}. Anything later may be there, not be there, or be there in part and in another order. A file that is to
 * appear whole or not at all is written under another name, forced, renamed, and its directory forced.
 *
 * <p>Thread-safe. Threads that use it must not be interrupted: the JDK closes the file under them. What fails throws
 * {@link NoSpaceException} when there is no room, else another {@link IOException}.
 */
public interface Storage {

    /** A new, empty file. Fails when there is one of that name. */
    StoredFile create(Path file) throws IOException;

    /** A file that is there, for reading and writing. */
    StoredFile open(Path file) throws IOException;

    /** A file that is there, for reading only. */
    StoredFile openForReading(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    /** What is in a directory, in the order of the names. Fails when the directory is not there or could not be read to its end. */
    List<Path> list(Path directory) throws IOException;

    /** Creates a directory, and those above it, unless it is there; durable when those above it are forced. */
    void createDirectories(Path directory) throws IOException;

    /** Gives a file another name, in one step; one that had it before is gone. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory. Fails when it is not there. */
    void delete(Path file) throws IOException;

    /** Makes durable which names a directory holds. */
    void forceDirectory(Path directory) throws IOException;

    /** Makes a small file, or replaces it as a whole; when this returns, the disk has it. */
    default void replace(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        if (exists(unfinished)) {
            delete(unfinished);
        }
        try (StoredFile stored = create(unfinished)) {
            stored.write(ByteBuffer.wrap(content), 0);
            stored.force();
        }
        rename(unfinished, file);
        forceDirectory(file.getParent());
    }
}
