package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

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

    /** The error of a query that gives something else now than it gave in a batch. */
    public MillraceException differsFrom(Given now, long batch) {
        String fact = rows == now.rows
                ? "the same number of rows (" + rows + "), but others than"
                : now.rows + " rows, not the " + rows + " that it gave";
        return new MillraceException(
                ErrorCode.REPLAY_DIFFERS,
                "batch " + batch + " was run again after a restart and gives " + fact
                        + " before; compute the view again with ALTER MATERIALIZED VIEW … RESUME, or create it again");
    }

    public void put(Encoder out) {
        out.putSigned(number);
        out.putCount(rows);
        out.putLong(digest);
    }

    public static Given take(Decoder in) {
        return new Given(in.takeSigned(), in.takeCount(), in.takeLong());
    }
}
