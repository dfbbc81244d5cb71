package io.millrace.spi.connector;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Map;

/** An open input of the server: one that can be read again, or one whose rows are pushed and must be kept. */
public sealed interface ConnectorSource extends AutoCloseable permits ReplayableSource, ReceivedSource {

    /**
     * Whether rows come as they happen, so that one far ahead of the clock is a mistake; false where rows of any time are replayed.
     */
    boolean live();

    /**
     * Whether pages may take rows back, with negative weights. Such a source can only feed a table.
     *
     * <p>The rows of a batch are a set: their weights add up before anything is done with them, so that the order of pages and rows says
     * nothing. An update is −1 for the row as it was and +1 for the row as it is; several updates of one row within a batch leave the
     * first of the one and the last of the other. Where a table has a key, the row that is taken back is found by it, so that a before
     * image may hold the key only; else all columns must be the same.
     */
    default boolean changes() {
        return false;
    }

    /**
     * Whether a row that is taken back may be missing, which then means nothing: the outside system names keys that have no row any more
     * and does not know whether there was one. Else such a row is reported as an error.
     */
    default boolean takesBackUnknown() {
        return false;
    }

    /**
     * Where each partition ends now, up to where records are complete; asked before anything is read, so that the source may be opened again
     * to begin there. May wait for the outside system.
     *
     * @throws MillraceException with code NOT_SUPPORTED when the source begins at one place only
     */
    default Map<String, Offset> ends() {
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "the source begins at one place only");
    }

    /** Ends everything that the source does, also a call that still runs on another thread. */
    @Override
    void close();

    /**
     * Ends it for good, in place of {@link #close}: the stream or table was dropped, or did not come into being, and what the outside system
     * keeps for its sake is of no use any more.
     */
    default void drop() {
        close();
    }
}
