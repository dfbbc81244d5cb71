package io.millrace.journal;

import io.millrace.journal.storage.NoSpaceException;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;

/** Room on the disk that is given up when it is full, so that essential records can still be written. */
final class Reserve {

    private final Storage storage;
    private final Path file;
    private final long bytes;
    private volatile boolean held;

    Reserve(Storage storage, Path file, long bytes) {
        this.storage = storage;
        this.file = file;
        this.bytes = bytes;
    }

    boolean held() {
        return held;
    }

    /** Takes the room; false when there is none. */
    boolean take() throws IOException {
        if (held) {
            return true;
        }
        try (StoredFile stored = storage.exists(file) ? storage.open(file) : storage.create(file)) {
            stored.truncate(bytes);
            stored.allocate(bytes);
            held = true;
        } catch (NoSpaceException e) {
            release();
        }
        return held;
    }

    /** Gives the room back; whether there was any. */
    boolean release() throws IOException {
        held = false;
        boolean there = storage.exists(file);
        if (there) {
            storage.delete(file);
        }
        return there;
    }
}
