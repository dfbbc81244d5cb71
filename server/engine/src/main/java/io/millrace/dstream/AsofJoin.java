package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.OptionalLong;

/**
 * Pairs each left row with at most one right row of equal keys: the nearest in the order of time, on the side that the comparison
 * allows. Among right rows of the same time the last in the order of the whole row counts when looking back, the first when
 * looking ahead. Output rows are the left columns, then the right ones.
 *
 * <p>Keys compare by SQL equality; a row without time matches nothing.
 *
 * @param outer whether left rows without a match are kept, with nulls
 * @param leftTime index of a column of 32- or 64-bit integers, as times are; likewise right
 * @param completion when set, no row with time {@code t} of either input comes or goes once the watermark is greater than
 *     {@code t} plus this many milliseconds: what is settled by then is forgotten
 * @param settled whether pairs are emitted only once nothing can change them; needs {@code completion}
 */
public record AsofJoin(
        boolean outer,
        DStream left,
        DStream right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        int leftTime,
        int rightTime,
        Nearest nearest,
        OptionalLong completion,
        boolean settled,
        RowType rowType)
        implements DStream {

    /** Where the time of the right row lies, seen from the left row. */
    public enum Nearest {
        AT_OR_BEFORE("<="),
        BEFORE("<"),
        AT_OR_AFTER(">="),
        AFTER(">");

        private final String sign;

        Nearest(String sign) {
            this.sign = sign;
        }

        /** The comparison of the right time with the left one. */
        public String sign() {
            return sign;
        }

        /** Whether matches lie in the past of the left row. */
        public boolean back() {
            return this == AT_OR_BEFORE || this == BEFORE;
        }

        /** Whether rows of the same time match. */
        public boolean inclusive() {
            return this == AT_OR_BEFORE || this == AT_OR_AFTER;
        }
    }

    public AsofJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(left, right);
    }

    @Override
    public boolean appendOnly() {
        return settled;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
