package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Turns rows into the records of a format, for sinks that carry bytes. One thread uses it. */
public interface RecordWriter {

    /** What a new file begins with, such as a line of column names; often nothing. */
    byte[] header();

    /** Appends a row, with its line end and without regard to its weight. */
    void append(Page page, int row);

    /** Writes what was appended since the last call. */
    void writeTo(OutputStream out) throws IOException;

    /** Whether a record is a line, whose end is no part of it; else all its bytes are. */
    default boolean isLine() {
        return true;
    }

    /** Whether what is written is part of a file with a structure of its own, and no record by itself: no message can be made of it. */
    default boolean isStructured() {
        return false;
    }

    /** How a file comes of what was written, where that is none by itself; empty where it is one after each {@link #writeTo}. */
    default Optional<Assembly> assembly() {
        return Optional.empty();
    }

    /**
     * Makes a file of what was written for it piece by piece, for formats whose files are only whole once all of their rows are known. What
     * it gives depends on nothing but the pieces. Thread-safe.
     */
    interface Assembly {

        /**
         * Writes the whole file.
         *
         * @param pieces holds the header of a {@link RecordWriter}, and behind it what some of its kind have written
         * @param length how many bytes of {@code pieces} count
         */
        void write(FileChannel pieces, long length, OutputStream out) throws IOException;
    }
}
