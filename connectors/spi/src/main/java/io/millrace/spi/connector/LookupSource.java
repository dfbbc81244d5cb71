package io.millrace.spi.connector;

import io.millrace.spi.data.Page;

/**
 * A table of an outside system whose rows are looked up by key, to enrich the rows of a stream.
 *
 * <p>Threads of the engine that are there for look-ups call it, several at a time, never the driver's. A call may wait for the outside
 * system as long as the options allow and ends soon, with an error of code QUERY_CANCELLED, when its thread is interrupted. A call that
 * fails has no effects and may be repeated. Whether what was found is kept for later keys is the connector's business and one of its
 * options: the server asks each time.
 */
public interface LookupSource extends AutoCloseable {

    /**
     * The rows that have any of the given keys.
     *
     * @param keys a page with one column for each of {@link LookupDefinition#keys()}; a key with a NULL finds nothing, and a key may
     *     come more than once
     * @param columns indexes into {@link LookupDefinition#columns()} of the columns to deliver
     * @return first an INTEGER column with the number of the key's row in {@code keys}, ascending, then the columns in the order asked
     *     for. A key that is not found has no row, one that is found several times has several. All weights are +1. The page may be
     *     empty, and larger than {@link Page#MAX_ROWS}.
     * @throws io.millrace.spi.error.MillraceException with blame EXTERNAL when the outside system fails; with code INVALID_RECORD when
     *     it refuses one of the keys, or a row that was found cannot be used, and would be so again
     */
    Page lookUp(Page keys, int[] columns);

    /** Ends the connection, and calls that still run with an error. */
    @Override
    void close();
}
