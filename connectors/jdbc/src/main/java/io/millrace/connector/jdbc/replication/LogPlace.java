package io.millrace.connector.jdbc.replication;

import io.millrace.spi.connector.Offset;
import java.nio.ByteBuffer;
import org.postgresql.replication.LogSequenceNumber;

/**
 * How far a table was read.
 *
 * @param log behind which place in the log nothing of what is committed was read; 0 while the table is copied
 * @param commit of the transaction that was read in part: where its commit stands in the log; 0 when there is none; -1, which is beyond all
 *     others, when the log lacks changes behind the place, so that nothing more is read
 * @param position how many changes of that transaction were read; while the table is copied, how often rows of it were handed over
 * @param shape of the table, see {@link LogColumns#shape}
 */
record LogPlace(long log, long commit, long position, long shape) {

    private static final long INCOMPLETE = -1;

    Offset offset() {
        return Offset.ofBytes(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(log)
                .putLong(commit)
                .putLong(position)
                .putLong(shape)
                .array());
    }

    static LogPlace of(Offset offset) {
        ByteBuffer bytes = ByteBuffer.wrap(offset.bytes());
        return new LogPlace(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** The place behind all transactions that end before one in the log. */
    LogPlace at(long reached) {
        return new LogPlace(reached, 0, 0, shape);
    }

    /** The place behind some changes of a transaction. */
    LogPlace within(long end, long changes) {
        return new LogPlace(log, end, changes, shape);
    }

    /** The place that nothing is read behind any more. */
    LogPlace incomplete() {
        return new LogPlace(log, INCOMPLETE, 0, shape);
    }

    boolean isIncomplete() {
        return commit == INCOMPLETE;
    }

    /** Whether the table is not there yet as a whole. */
    boolean copying() {
        return log == 0;
    }

    /** A place in the log as PostgreSQL writes it. */
    static String text(long place) {
        return LogSequenceNumber.valueOf(place).asString();
    }

    @Override
    public String toString() {
        if (copying()) {
            return "the first copy";
        }
        if (isIncomplete()) {
            return text(log) + ", behind which changes are missing";
        }
        return commit == 0
                ? text(log)
                : text(log) + " and " + position + " changes of the transaction that ends at " + text(commit);
    }
}
