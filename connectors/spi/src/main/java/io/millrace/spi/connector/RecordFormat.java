package io.millrace.spi.connector;

import java.nio.ByteBuffer;
import java.util.Optional;

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

    /** Whether only a transport can tell records apart that has them as messages: they are bytes, and no lines. */
    default boolean inMessages() {
        return false;
    }

    /**
     * Whether records say how rows change. Pages of its parsers are then signed, as those of a source that
     * {@linkplain ConnectorSource#changes() changes} rows, and a transport gives the changes of one partition to a batch in one range, by way
     * of {@link io.millrace.spi.connector.change.NewestChanges}, because within a batch their order says nothing.
     */
    default boolean changes() {
        return false;
    }

    /**
     * A record as parsers of a format that {@link #changes()} read it, with the key that the transport keeps beside it.
     *
     * @param key null where there is none
     * @param value null in a record that says no more than that the row with the key is gone
     * @return empty when there is nothing to read
     */
    default Optional<ByteBuffer> withKey(byte[] key, ByteBuffer value) {
        return Optional.ofNullable(value);
    }

    /** How files are read whose records are in blocks; such files are not given to {@link #parser}. Empty where they are. */
    default Optional<BlockFormat> blocks() {
        return Optional.empty();
    }
}
