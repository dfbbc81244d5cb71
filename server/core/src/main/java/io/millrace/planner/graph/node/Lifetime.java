package io.millrace.planner.graph.node;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.query.ClockUse;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.DateTimes;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Optional;

/**
 * When a condition on the present time holds for a row: {@code from <= now < until}.
 *
 * <p>A comparison is solved for the present time, step by step: what stands beside it moves to the other side. Rounded times are
 * milliseconds again after {@code floor(now) < r ⇔ now < ceiling(r)}.
 */
public record Lifetime(Optional<Expression> from, Optional<Expression> until) {

    public static final Lifetime ALWAYS = new Lifetime(Optional.empty(), Optional.empty());

    /** A condition that cannot be solved, with what to write instead. */
    public static final class Unsolvable extends Exception {

        private static final long serialVersionUID = 1;

        Unsolvable(String message) {
            super(message, null, false, false);
        }
    }

    /** What a condition says that mentions the present time and stands alone. */
    public static Lifetime of(Expression condition) throws Unsolvable {
        if (!(condition instanceof Call call)) {
            throw notAComparison();
        }
        return switch (call.function()) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> compared(call, call.function());
            case EQUAL -> compared(call, Function.LESS_OR_EQUAL).and(compared(call, Function.GREATER_OR_EQUAL));
            case AND -> {
                Lifetime both = ALWAYS;
                for (Expression part : call.arguments()) {
                    both = both.and(of(part));
                }
                yield both;
            }
            case NOT, IS_TRUE -> negated(call);
            case OR ->
                throw new Unsolvable("cannot stand beside OR where rows leave as time passes; write a SELECT for each"
                        + " alternative and combine them with UNION ALL");
            default -> throw notAComparison();
        };
    }

    private static Lifetime negated(Call call) throws Unsolvable {
        if (call.function() == Function.IS_TRUE) {
            return of(call.arguments().get(0));
        }
        if (!(call.arguments().get(0) instanceof Call inner)) {
            throw notAComparison();
        }
        return switch (inner.function()) {
            case LESS -> compared(inner, Function.GREATER_OR_EQUAL);
            case LESS_OR_EQUAL -> compared(inner, Function.GREATER);
            case GREATER -> compared(inner, Function.LESS_OR_EQUAL);
            case GREATER_OR_EQUAL -> compared(inner, Function.LESS);
            case AND ->
                throw new Unsolvable("cannot stand in NOT (… AND …) where rows leave as time passes; write a SELECT for"
                        + " each alternative and combine them with UNION ALL");
            default -> throw notAComparison();
        };
    }

    private static Unsolvable notAComparison() {
        return new Unsolvable("can only be compared with a time of the row where rows leave as time passes, as in"
                + " ts > CURRENT_TIMESTAMP - INTERVAL '1' HOUR");
    }

    public Lifetime and(Lifetime other) {
        return new Lifetime(
                combined(Function.GREATEST, from, other.from), combined(Function.LEAST, until, other.until));
    }

    private static Optional<Expression> combined(
            Function function, Optional<Expression> first, Optional<Expression> second) {
        if (first.isEmpty() || second.isEmpty() || first.equals(second)) {
            return first.isPresent() ? first : second;
        }
        boolean nullable = first.get().nullable() || second.get().nullable();
        return Optional.of(new Call(function, List.of(first.get(), second.get()), Type.TIMESTAMP, nullable));
    }

    private static Lifetime compared(Call call, Function comparison) throws Unsolvable {
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        if (ClockUse.in(left) && ClockUse.in(right)) {
            throw notAComparison();
        }
        return ClockUse.in(left)
                ? new Solution(comparison, left, milliseconds(comparison, right)).solve()
                : new Solution(mirrored(comparison), right, milliseconds(mirrored(comparison), left)).solve();
    }

    /** The milliseconds with which the clock, which has whole ones, compares as with the time. */
    private static Expression milliseconds(Function comparison, Expression time) throws Unsolvable {
        if (Ticks.isFine(time.type())) {
            return comparison == Function.LESS || comparison == Function.GREATER_OR_EQUAL
                    ? DateTimes.nextMillis(time)
                    : DateTimes.inMillis(time);
        }
        return switch (time.type().kind()) {
            case DATE -> Casts.cast(time, Type.TIMESTAMP);
            case TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY, BIGINT -> time;
            default -> throw notAComparison();
        };
    }

    private static Function mirrored(Function comparison) {
        return switch (comparison) {
            case LESS -> Function.GREATER;
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case GREATER -> Function.LESS;
            default -> Function.LESS_OR_EQUAL;
        };
    }

    /** {@code clock (comparison) row}, on its way to {@code now (comparison) row}. */
    private record Solution(Function comparison, Expression clock, Expression row) {

        Lifetime solve() throws Unsolvable {
            Solution solution = this;
            while (!solution.isSolved()) {
                solution = solution.step();
            }
            Expression moment = Moments.as(solution.row, Type.TIMESTAMP);
            return switch (solution.comparison) {
                case LESS -> new Lifetime(Optional.empty(), Optional.of(moment));
                case LESS_OR_EQUAL -> new Lifetime(Optional.empty(), Optional.of(Moments.plus(moment, 1)));
                case GREATER -> new Lifetime(Optional.of(Moments.plus(moment, 1)), Optional.empty());
                default -> new Lifetime(Optional.of(moment), Optional.empty());
            };
        }

        private boolean isSolved() {
            return clock instanceof Call call && call.function() == Function.CURRENT_TIMESTAMP;
        }

        private Solution step() throws Unsolvable {
            if (!(clock instanceof Call call)) {
                throw notAComparison();
            }
            if (call.arguments().stream()
                    .anyMatch(argument -> Ticks.isFine(argument.type()) && !ClockUse.in(argument))) {
                throw notAComparison();
            }
            return switch (call.function()) {
                case CURRENT_DATE -> rounded(Function.FLOOR_DAY, NOW);
                case FLOOR_YEAR,
                        FLOOR_QUARTER,
                        FLOOR_MONTH,
                        FLOOR_WEEK,
                        FLOOR_DAY,
                        FLOOR_HOUR,
                        FLOOR_MINUTE,
                        FLOOR_SECOND ->
                    rounded(call.function(), call.arguments().get(0));
                case REINTERPRET -> unwrapped(call);
                case CAST -> cast(call);
                case ADD -> added(call);
                case SUBTRACT -> subtracted(call);
                case ADD_MONTHS ->
                    throw new Unsolvable(
                            "cannot be moved by months where rows leave as time passes, because months differ"
                                    + " in length; write days, as in INTERVAL '30' DAY");
                default -> throw notAComparison();
            };
        }

        private Solution unwrapped(Call call) {
            Expression inner = call.arguments().get(0);
            return new Solution(comparison, inner, Moments.as(row, inner.type()));
        }

        private Solution cast(Call call) throws Unsolvable {
            Expression inner = call.arguments().get(0);
            boolean fromTime = isTime(inner.type());
            if (Ticks.isFine(call.type()) && (!isTime(row.type()) || Ticks.isFine(row.type()))) {
                throw notAComparison();
            }
            if (call.type().kind() == TypeKind.DATE && fromTime) {
                return rounded(Function.FLOOR_DAY, inner);
            }
            if (isTime(call.type()) && inner.type().kind() == TypeKind.DATE) {
                return new Solution(comparison, inner, row);
            }
            if (isTime(call.type()) && fromTime && ((ScalarType) call.type()).precision() >= 3) {
                return new Solution(comparison, inner, Moments.as(row, inner.type()));
            }
            throw notAComparison();
        }

        private static boolean isTime(Type type) {
            return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
        }

        /** {@code clock + y ? r ⇔ clock ? r - y}. */
        private Solution added(Call call) throws Unsolvable {
            Expression first = call.arguments().get(0);
            Expression second = call.arguments().get(1);
            if (ClockUse.in(first) && ClockUse.in(second)) {
                throw notAComparison();
            }
            return ClockUse.in(first)
                    ? new Solution(comparison, first, Moments.minus(row, second, first.type()))
                    : new Solution(comparison, second, Moments.minus(row, first, second.type()));
        }

        /** {@code clock - y ? r ⇔ clock ? r + y}, and {@code y - clock ? r ⇔ y - r (mirrored ?) clock}. */
        private Solution subtracted(Call call) throws Unsolvable {
            Expression first = call.arguments().get(0);
            Expression second = call.arguments().get(1);
            if (ClockUse.in(first) && ClockUse.in(second)) {
                throw notAComparison();
            }
            return ClockUse.in(first)
                    ? new Solution(comparison, first, Moments.plus(Moments.as(row, first.type()), second))
                    : new Solution(mirrored(comparison), second, Moments.minus(first, row, second.type()));
        }

        private Solution rounded(Function rounding, Expression inner) {
            return switch (comparison) {
                case LESS -> new Solution(Function.LESS, inner, Moments.ceiling(rounding, row));
                case LESS_OR_EQUAL -> new Solution(Function.LESS, inner, Moments.next(rounding, row));
                case GREATER -> new Solution(Function.GREATER_OR_EQUAL, inner, Moments.next(rounding, row));
                default -> new Solution(Function.GREATER_OR_EQUAL, inner, Moments.ceiling(rounding, row));
            };
        }
    }

    private static final Expression NOW = new Call(Function.CURRENT_TIMESTAMP, List.of(), Type.TIMESTAMP, false);
}
