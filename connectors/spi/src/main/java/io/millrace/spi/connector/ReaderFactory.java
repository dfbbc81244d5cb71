package io.millrace.spi.connector;

/**
 * Opens splits of a {@link ReplayableSource}, and knows nothing else of it: not what was found, polled or released. It can therefore be
 * made anywhere from a {@link SourceSpec}, also in a process that never opens the source.
 *
 * <p>Thread-safe; threads of the engine open and read several splits at a time. What it keeps between two calls, such as a
 * connection, it gives up by itself when it is not used for a minute.
 */
@FunctionalInterface
public interface ReaderFactory {

    /**
     * Opens a split.
     *
     * @param columns indexes into {@link SourceDefinition#columns()} of the columns to deliver, in this order; which
     *     records are rejected does not depend on them
     * @param rejected takes the records that cannot be read; called on the reader's thread
     * @throws io.millrace.spi.error.MillraceException with blame EXTERNAL when the outside system does not give the rows; with code
     *     SOURCE_GONE when it does not have them any more, so that there is no sense in asking again: SELECT and new views then do
     *     without them
     */
    SplitReader open(Split split, int[] columns, RejectedRows rejected);
}
