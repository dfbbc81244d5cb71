package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;

/**
 * Pairs rows of two inputs with equal keys for which the residual holds. Output rows are the left columns, then the right ones
 * (for SEMI and ANTI the left ones only).
 *
 * <p>Keys compare by SQL equality: null equals nothing, unless the key is one of {@code nullKeys}. Without keys every pair is a candidate. Incrementally:
 * {@code ΔA ⋈ z⁻¹B + A ⋈ ΔB}.
 *
 * @param nullKeys positions, among the keys, of those in which null equals null
 * @param residual over the columns of left then right; empty when the keys say it all
 * @param leftExpiry when rows of the left state can be forgotten; likewise right
 * @param leftLateness when left rows come too late, because right rows that they could be paired with may be forgotten; they
 *     are refused; likewise right
 * @param settled whether rows that stand alone (LEFT, FULL, ANTI) are emitted only when they are forgotten, so that none is
 *     ever taken back; both inputs must only grow
 */
public record Join(
        JoinKind kind,
        DStream left,
        DStream right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<Integer> nullKeys,
        Optional<Expression> residual,
        Optional<Expiry> leftExpiry,
        Optional<Expiry> rightExpiry,
        Optional<Expiry> leftLateness,
        Optional<Expiry> rightLateness,
        boolean settled,
        RowType rowType)
        implements DStream {

    public Join {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        nullKeys = List.copyOf(nullKeys);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(left, right);
    }

    @Override
    public boolean appendOnly() {
        boolean onlyPairs = kind == JoinKind.INNER || kind == JoinKind.SEMI;
        return (onlyPairs || settled) && left.appendOnly() && right.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
