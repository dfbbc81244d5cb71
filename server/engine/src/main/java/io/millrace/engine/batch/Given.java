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
 * @param form of the digest
 */
public record Given(long number, long rows, long digest, int form) {

    /** Whether it is the same rows, under whatever number; digests of different forms are never the same. */
    public boolean hasRowsOf(Given other) {
        return rows == other.rows && digest == other.digest && form == other.form;
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
        out.putByte(form);
    }

    /**
     * @param hasForm whether it is written in which form the digest is; else it is the first
     */
    public static Given take(Decoder in, boolean hasForm) {
        long number = in.takeSigned();
        long rows = in.takeCount();
        long digest = in.takeLong();
        int form = hasForm ? in.takeByte() : DeltaDigest.FIRST_FORM;
        if (form < DeltaDigest.FIRST_FORM || form > DeltaDigest.FORM) {
            throw in.damaged("an unknown form of digests");
        }
        return new Given(number, rows, digest, form);
    }
}
