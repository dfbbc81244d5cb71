package io.millrace.journal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Storage}. Thread-safe; positions count bytes from the beginning. */
public interface StoredFile extends Closeable {

    long size() throws IOException;

    /** Reads bytes from a position on until the target is full or the file ends; returns how many. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all that remains in the source. When it fails, any part of it may have been written. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Makes the file at least so long, with zeros that take up room on the disk: writing over them needs no more of it. */
    void allocate(long size) throws IOException;

    /** Cuts off what is beyond a size; nothing happens when the file is shorter. */
    void truncate(long size) throws IOException;

    /** Makes the content durable. After it has failed, nobody knows what is: repeating it proves nothing. */
    void force() throws IOException;

    /** Closes without making anything durable. */
    @Override
    void close() throws IOException;
}
