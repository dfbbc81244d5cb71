package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;

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
}
