package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;

/** EXTRACT and DATE_PART: the parts of times, and those of intervals. */
final class Extracts {

    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;
    private static final long MINUTE = 60_000;
    private static final long SECOND = 1_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The parts that are computed from the time itself; all others are computed from these. */
    private static final Map<TimeUnitRange, Function> OWN = new EnumMap<>(Map.ofEntries(
            Map.entry(TimeUnitRange.YEAR, Function.EXTRACT_YEAR),
            Map.entry(TimeUnitRange.QUARTER, Function.EXTRACT_QUARTER),
            Map.entry(TimeUnitRange.MONTH, Function.EXTRACT_MONTH),
            Map.entry(TimeUnitRange.WEEK, Function.EXTRACT_WEEK),
            Map.entry(TimeUnitRange.DAY, Function.EXTRACT_DAY),
            Map.entry(TimeUnitRange.DOW, Function.EXTRACT_DOW),
            Map.entry(TimeUnitRange.DOY, Function.EXTRACT_DOY),
            Map.entry(TimeUnitRange.HOUR, Function.EXTRACT_HOUR),
            Map.entry(TimeUnitRange.MINUTE, Function.EXTRACT_MINUTE),
            Map.entry(TimeUnitRange.SECOND, Function.EXTRACT_SECOND),
            Map.entry(TimeUnitRange.MILLISECOND, Function.EXTRACT_MILLISECOND),
            Map.entry(TimeUnitRange.EPOCH, Function.EXTRACT_EPOCH)));

    private Extracts() {}

    static Expression extract(RexCall call, List<Expression> operands) {
        return part(call, Functions.flag(call, TimeUnitRange.class), operands.get(0));
    }

    /** DATE_PART('unit', time): PostgreSQL's way to write EXTRACT. */
    static Expression datePart(RexCall call, List<Expression> operands) {
        Optional<Object> unit = operands.get(0) instanceof Literal literal ? literal.value() : Optional.empty();
        if (unit.isEmpty()) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.function("DATE_PART"),
                    "the unit of DATE_PART must be a constant, as in DATE_PART('hour', ts)");
        }
        String name = ((String) unit.get()).toUpperCase(Locale.ROOT);
        for (TimeUnitRange range : TimeUnitRange.values()) {
            if (range.name().equals(name)) {
                return part(call, range, operands.get(1));
            }
        }
        throw new UnplannableException(
                ErrorCode.INVALID_ARGUMENT,
                Construct.function("DATE_PART"),
                "'" + name.toLowerCase(Locale.ROOT) + "' is no unit of time");
    }

    private static Expression part(RexCall call, TimeUnitRange unit, Expression time) {
        Type result = TypeConversion.fromCalcite(call.getType());
        return Casts.cast(
                switch (time.type().kind()) {
                    case INTERVAL_DAY -> ofSpan(call, unit, time);
                    case INTERVAL_MONTH -> ofMonths(call, unit, time);
                    default -> ofTime(call, unit, time);
                },
                result);
    }

    private static Expression ofTime(RexCall call, TimeUnitRange unit, Expression time) {
        Function own = OWN.get(unit);
        if (own != null) {
            return new Call(own, List.of(time), Type.BIGINT, time.nullable());
        }
        boolean hasDate = time.type().kind() != TypeKind.TIME;
        boolean hasTime = time.type().kind() != TypeKind.DATE;
        return switch (unit) {
            case MICROSECOND ->
                hasTime ? ofMillisecond(call, time, MICROS_PER_MILLI) : none(ofTime(call, TimeUnitRange.DAY, time));
            case NANOSECOND ->
                hasTime ? ofMillisecond(call, time, NANOS_PER_MILLI) : none(ofTime(call, TimeUnitRange.DAY, time));
            case ISODOW ->
                hasDate ? plus(modulo(plus(ofTime(call, TimeUnitRange.DOW, time), 5), 7), 1) : refused(call, unit);
            case ISOYEAR -> hasDate ? isoYear(call, time) : refused(call, unit);
            case DECADE -> hasDate ? floor(ofTime(call, TimeUnitRange.YEAR, time), 10) : refused(call, unit);
            case CENTURY -> hasDate ? since(ofTime(call, TimeUnitRange.YEAR, time), 100) : refused(call, unit);
            case MILLENNIUM -> hasDate ? since(ofTime(call, TimeUnitRange.YEAR, time), 1_000) : refused(call, unit);
            default -> refused(call, unit);
        };
    }

    /** The seconds of the minute in units of which there are so many to the millisecond. */
    private static Expression ofMillisecond(RexCall call, Expression time, long perMilli) {
        Expression millis = times(ofTime(call, TimeUnitRange.MILLISECOND, time), perMilli);
        if (!Ticks.isFine(time.type())) {
            return millis;
        }
        long ticks = Ticks.perMilli(time.type());
        Expression whole = times(DateTimes.ticks(DateTimes.inMillis(time), 1), ticks);
        Expression rest = call(Function.SUBTRACT, DateTimes.ticks(time, ticks), whole, Type.BIGINT);
        Expression added = perMilli >= ticks ? times(rest, perMilli / ticks) : divided(rest, ticks / perMilli);
        return call(Function.ADD, millis, added, Type.BIGINT);
    }

    /** The year in which the Thursday of the week lies. */
    private static Expression isoYear(RexCall call, Expression time) {
        Expression date = Casts.cast(time, Type.DATE);
        Expression day = new Call(Function.REINTERPRET, List.of(date), Type.INTEGER, date.nullable());
        Expression weekday = Casts.cast(ofTime(call, TimeUnitRange.ISODOW, date), Type.INTEGER);
        Expression toThursday = call(Function.SUBTRACT, Literal.of(4, Type.INTEGER), weekday, Type.INTEGER);
        Expression thursday = new Call(
                Function.REINTERPRET,
                List.of(call(Function.ADD, day, toThursday, Type.INTEGER)),
                Type.DATE,
                date.nullable());
        return ofTime(call, TimeUnitRange.YEAR, thursday);
    }

    private static Expression ofSpan(RexCall call, TimeUnitRange unit, Expression span) {
        Expression millis = new Call(Function.REINTERPRET, List.of(span), Type.BIGINT, span.nullable());
        return switch (unit) {
            case DAY -> divided(millis, DAY);
            case HOUR -> divided(modulo(millis, DAY), HOUR);
            case MINUTE -> divided(modulo(millis, HOUR), MINUTE);
            case SECOND -> divided(modulo(millis, MINUTE), SECOND);
            case MILLISECOND -> modulo(millis, MINUTE);
            case MICROSECOND -> times(modulo(millis, MINUTE), 1_000);
            case NANOSECOND -> times(modulo(millis, MINUTE), 1_000_000);
            case EPOCH -> divided(millis, SECOND);
            default -> refused(call, unit);
        };
    }

    private static Expression ofMonths(RexCall call, TimeUnitRange unit, Expression interval) {
        Expression months = Casts.cast(
                new Call(Function.REINTERPRET, List.of(interval), Type.INTEGER, interval.nullable()), Type.BIGINT);
        return switch (unit) {
            case MILLENNIUM -> divided(months, 12_000);
            case CENTURY -> divided(months, 1_200);
            case DECADE -> divided(months, 120);
            case YEAR -> divided(months, 12);
            case QUARTER -> plus(divided(modulo(months, 12), 3), 1);
            case MONTH -> modulo(months, 12);
            case DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> none(months);
            default -> refused(call, unit);
        };
    }

    /** How much there is of a unit that a value has none of: 0, and NULL of a NULL. */
    private static Expression none(Expression number) {
        return times(number, 0);
    }

    private static Expression refused(RexCall call, TimeUnitRange unit) {
        throw new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.call(call),
                "this value has no " + unit + " that could be extracted");
    }

    private static Expression times(Expression number, long factor) {
        return call(Function.MULTIPLY, number, Literals.bigint(factor), Type.BIGINT);
    }

    private static Expression divided(Expression number, long divisor) {
        return call(Function.DIVIDE, number, Literals.bigint(divisor), Type.BIGINT);
    }

    private static Expression modulo(Expression number, long divisor) {
        return call(Function.MODULO, number, Literals.bigint(divisor), Type.BIGINT);
    }

    private static Expression plus(Expression number, long other) {
        return call(Function.ADD, number, Literals.bigint(other), Type.BIGINT);
    }

    /** The quotient, rounded down also below zero; the number plus a multiple of the divisor that is greater than any year is not negative. */
    private static Expression floor(Expression year, long divisor) {
        long years = 1_000_000;
        return plus(divided(plus(year, years), divisor), -years / divisor);
    }

    /** The how-many-th hundred or thousand years a year belongs to: the first begins with year 1, and before it there is number 0. */
    private static Expression since(Expression year, long length) {
        return plus(floor(plus(year, -1), length), 1);
    }

    private static Expression call(Function function, Expression left, Expression right, Type type) {
        return new Call(function, List.of(left, right), type, left.nullable() || right.nullable());
    }
}
