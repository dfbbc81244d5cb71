package io.millrace.spi.connector;

/** A format with its options bound, ready to make parsers for any choice of columns. Thread-safe. */
public interface RecordFormat {

    /**
     * A parser for the given columns only. Which records it refuses, and why, does not depend on them: the values of the other
     * columns are checked as if they were read.
     *
     * @param columns indexes into {@link SourceDefinition#columns()}; metadata columns are never among them
     */
    RecordParser parser(int[] columns);

    /** Whether input can be cut at any line end. False where a record may span lines (quoted line ends in CSV). */
    boolean splittable();

    /** Whether the first line of each file is a header that names the columns; the transport then passes it first. */
    boolean header();

    /**
     * Whether a line end within a record means no more than a space. A transport that knows where records end, and so takes those of
     * several lines, writes spaces for them.
     */
    default boolean lineEndsAreSpace() {
        return false;
    }
}
