package io.millrace.planner.graph.node;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a join's condition says about the distance in time of the rows it pairs, {@code low <= right - left <= high}, and what
 * follows from it: when rows can be forgotten.
 *
 * <p>Rows whose time column holds {@code v} are complete once the watermark is greater than {@code v + c}, where {@code c}
 * depends on the kind of column ({@link #completion}). A left row is needed until every right row up to {@code high} after it
 * is complete; likewise a right row.
 */
public record TimeBounds(
        int left, TimeFact leftFact, int right, TimeFact rightFact, OptionalLong low, OptionalLong high) {

    /** The bounds on the pair of time columns of which most is known; empty when nothing is known about any pair. */
    public static Optional<TimeBounds> of(
            Node left, Node right, List<Integer> leftKeys, List<Integer> rightKeys, Optional<Expression> residual) {
        List<Expression> conditions = new ArrayList<>();
        residual.ifPresent(condition -> conjuncts(condition, conditions));
        TimeBounds best = null;
        for (int l = 0; l < left.rowType().size(); l++) {
            for (int r = 0; r < right.rowType().size(); r++) {
                Optional<TimeFact> leftFact = left.facts().time(l);
                Optional<TimeFact> rightFact = right.facts().time(r);
                if (leftFact.isEmpty() || rightFact.isEmpty()) {
                    continue;
                }
                TimeBounds bounds = new TimeBounds(
                        l, leftFact.get(), r, rightFact.get(), OptionalLong.empty(), OptionalLong.empty());
                for (int key = 0; key < leftKeys.size(); key++) {
                    if (leftKeys.get(key) == l && rightKeys.get(key) == r) {
                        bounds = bounds.narrowed(OptionalLong.of(0), OptionalLong.of(0));
                    }
                }
                for (Expression condition : conditions) {
                    bounds = bounds.narrowedBy(condition, left.rowType().size());
                }
                best = best == null || bounds.strength() > best.strength() ? bounds : best;
            }
        }
        return Optional.ofNullable(best).filter(bounds -> bounds.strength() > 0);
    }

    private static void conjuncts(Expression condition, List<Expression> into) {
        if (condition instanceof Call call && call.function() == Function.AND) {
            call.arguments().forEach(argument -> conjuncts(argument, into));
        } else {
            into.add(condition);
        }
    }

    /** Both bounds count more than one; ends of windows more than other columns. */
    private int strength() {
        int bounds = (low.isPresent() ? 2 : 0) + (high.isPresent() ? 2 : 0);
        boolean ends = leftFact.kind() == TimeFact.Kind.WINDOW_END && rightFact.kind() == TimeFact.Kind.WINDOW_END;
        return bounds == 0 ? 0 : bounds + (ends ? 1 : 0);
    }

    private TimeBounds narrowed(OptionalLong newLow, OptionalLong newHigh) {
        OptionalLong tighterLow = newLow.isPresent() && low.isPresent()
                ? OptionalLong.of(Math.max(newLow.getAsLong(), low.getAsLong()))
                : newLow.isPresent() ? newLow : low;
        OptionalLong tighterHigh = newHigh.isPresent() && high.isPresent()
                ? OptionalLong.of(Math.min(newHigh.getAsLong(), high.getAsLong()))
                : newHigh.isPresent() ? newHigh : high;
        return new TimeBounds(left, leftFact, right, rightFact, tighterLow, tighterHigh);
    }

    private TimeBounds narrowedBy(Expression condition, int leftColumns) {
        if (!(condition instanceof Call call) || call.arguments().size() != 2) {
            return this;
        }
        Optional<Moment> first = Moment.of(call.arguments().get(0));
        Optional<Moment> second = Moment.of(call.arguments().get(1));
        if (first.isEmpty() || second.isEmpty()) {
            return this;
        }
        int rightColumn = leftColumns + right;
        if (first.get().column() == left && second.get().column() == rightColumn) {
            return compared(call.function(), first.get().shift() - second.get().shift());
        }
        if (first.get().column() == rightColumn && second.get().column() == left) {
            return compared(
                    mirrored(call.function()),
                    second.get().shift() - first.get().shift());
        }
        return this;
    }

    /** Narrows by {@code left + shift (comparison) right}. */
    private TimeBounds compared(Function comparison, long shift) {
        return switch (comparison) {
            case LESS_OR_EQUAL -> narrowed(OptionalLong.of(shift), OptionalLong.empty());
            case LESS -> narrowed(OptionalLong.of(shift + 1), OptionalLong.empty());
            case GREATER_OR_EQUAL -> narrowed(OptionalLong.empty(), OptionalLong.of(shift));
            case GREATER -> narrowed(OptionalLong.empty(), OptionalLong.of(shift - 1));
            case EQUAL -> narrowed(OptionalLong.of(shift), OptionalLong.of(shift));
            default -> this;
        };
    }

    private static Function mirrored(Function comparison) {
        return switch (comparison) {
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case LESS -> Function.GREATER;
            case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
            case GREATER -> Function.LESS;
            default -> comparison;
        };
    }

    /** Rows with value v in such a column are complete once the watermark is greater than v plus this. */
    public static long completion(TimeFact fact) {
        return switch (fact.kind()) {
            case EVENT_TIME, WINDOW_TIME -> 0;
            case SESSION_TIME -> 1;
            case WINDOW_END -> -1;
            case WINDOW_START -> fact.size() - 1;
        };
    }

    public Optional<Expiry> leftExpiry() {
        return high.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Expiry(left, Math.max(high.getAsLong() + completion(rightFact), completion(leftFact))));
    }

    public Optional<Expiry> rightExpiry() {
        return low.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Expiry(right, Math.max(-low.getAsLong() + completion(leftFact), completion(rightFact))));
    }

    /** A left row is late once the first right row that it could be paired with may be forgotten. */
    public Optional<Expiry> leftLateness() {
        return rightExpiry().map(expiry -> new Expiry(left, expiry.delay() + low.getAsLong()));
    }

    public Optional<Expiry> rightLateness() {
        return leftExpiry().map(expiry -> new Expiry(right, expiry.delay() - high.getAsLong()));
    }

    /** What the left column still tells about paired rows, which change until both sides are complete. */
    public Optional<TimeFact> leftFactOfPairs() {
        return high.isEmpty() ? Optional.empty() : kept(leftFact, high.getAsLong() + completion(rightFact));
    }

    public Optional<TimeFact> rightFactOfPairs() {
        return low.isEmpty() ? Optional.empty() : kept(rightFact, -low.getAsLong() + completion(leftFact));
    }

    /** What a column still tells about rows that change until the watermark is greater than its value plus {@code needed}. */
    public static Optional<TimeFact> kept(TimeFact fact, long needed) {
        if (needed <= completion(fact)) {
            return Optional.of(fact);
        }
        return needed <= 0 ? Optional.of(TimeFact.EVENT_TIME) : Optional.empty();
    }

    /** A column plus a constant. */
    private record Moment(int column, long shift) {

        public static Optional<Moment> of(Expression expression) {
            if (expression instanceof ColumnReference reference) {
                return Optional.of(new Moment(reference.index(), 0));
            }
            if (!(expression instanceof Call call) || call.arguments().isEmpty()) {
                return Optional.empty();
            }
            Optional<Moment> base = of(call.arguments().get(0));
            return switch (call.function()) {
                case REINTERPRET -> base;
                case CAST -> call.type().kind() == TypeKind.TIMESTAMP ? base : Optional.empty();
                case ADD -> shifted(base, call.arguments().get(1), 1);
                case SUBTRACT -> shifted(base, call.arguments().get(1), -1);
                default -> Optional.empty();
            };
        }

        private static Optional<Moment> shifted(Optional<Moment> base, Expression by, int sign) {
            return by instanceof Literal literal
                            && literal.type().kind() == TypeKind.INTERVAL_DAY
                            && literal.value().orElse(null) instanceof Long millis
                    ? base.map(moment -> new Moment(moment.column(), moment.shift() + sign * millis))
                    : Optional.empty();
        }
    }
}
