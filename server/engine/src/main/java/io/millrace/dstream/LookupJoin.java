package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;

/**
 * Pairs each left row with the right rows of equal keys for which the residual holds, as the right input is at the end of the batch
 * in which the left row comes; later changes of the right input change nothing. Output rows are the left columns, then the right
 * ones.
 *
 * <p>The left input must only grow. No left row is remembered.
 *
 * @param outer whether left rows without a match are kept, with nulls
 * @param residual over the columns of left then right; empty when the keys say it all
 */
public record LookupJoin(
        boolean outer,
        DStream left,
        DStream right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        Optional<Expression> residual,
        RowType rowType)
        implements DStream {

    public LookupJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(left, right);
    }

    @Override
    public boolean appendOnly() {
        return left.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
