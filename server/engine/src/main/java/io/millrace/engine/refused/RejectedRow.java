package io.millrace.engine.refused;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.Optional;

/**
 * A record or row that could not be used.
 *
 * @param partition of the source, empty for rows that failed inside a query
 * @param position in the partition, −1 when unknown
 * @param place in the text of the statement where an expression failed; once it was written down it is part of the reason
 * @param raw the bytes of the record; for rows of a query their columns as text
 */
public record RejectedRow(
        String partition, long position, ErrorCode code, Optional<Position> place, String reason, byte[] raw) {

    /** One that no expression has refused. */
    public RejectedRow(String partition, long position, ErrorCode code, String reason, byte[] raw) {
        this(partition, position, code, Optional.empty(), reason, raw);
    }

    /** The reason with its place, for the relations that show it. */
    public String text() {
        return place.map(known -> known + ": ").orElse("") + reason;
    }

    /**
     * The error of the statement that it belongs to.
     *
     * @param remark what is said behind the reason
     */
    public MillraceException error(String remark) {
        return new MillraceException(code, place.orElse(null), reason + remark);
    }
}
