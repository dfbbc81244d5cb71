package io.millrace.engine.batch;

/**
 * What a query gave in a batch, as far as it is written down: enough to see whether the batch, run again, gives the same.
 *
 * @param number under which the sink of the query gets it; 0 when it goes to none
 * @param rows that came and went
 * @param digest of them, see {@link DeltaDigest}
 */
public record Given(long number, long rows, long digest) {

    /** Whether it is the same rows, under whatever number. */
    public boolean hasRowsOf(Given other) {
        return rows == other.rows && digest == other.digest;
    }
}
