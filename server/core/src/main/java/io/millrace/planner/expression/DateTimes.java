package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/** Dates, times and timestamps. */
public final class DateTimes {

    private static final long DAY = 86_400_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private DateTimes() {}

    static void register(Map<String, CallTranslation> byName) {
        byName.put("CURRENT_DATE", (call, operands) -> now(Function.CURRENT_DATE, Type.DATE, call));
        byName.put("CURRENT_TIME", (call, operands) -> now(Function.CURRENT_TIME, Type.TIME, call));
        byName.put("LOCALTIME", (call, operands) -> now(Function.CURRENT_TIME, Type.TIME, call));
        byName.put("TIMESTAMP_TRUNC", DateTimes::truncated);
        byName.put("DATETIME_TRUNC", DateTimes::truncated);
        byName.put("TIME_TRUNC", DateTimes::truncated);
        byName.put(
                "UNIX_MICROS",
                (call, operands) -> ticks(inDigits(operands.get(0), Ticks.MICRO_DIGITS), MICROS_PER_MILLI));
        byName.put("MONTHNAME", (call, operands) -> named(call, operands.get(0), "MMMM"));
        byName.put("DAYNAME", (call, operands) -> named(call, operands.get(0), "EEEE"));
    }

    static Expression now(RexCall call, List<Expression> operands) {
        return now(Function.CURRENT_TIMESTAMP, Type.TIMESTAMP, call);
    }

    static Expression toDate(RexCall call, List<Expression> operands) {
        return Casts.cast(operands.get(0), TypeConversion.fromCalcite(call.getType()));
    }

    private static Expression now(Function function, Type type, RexCall call) {
        return Casts.cast(new Call(function, List.of(), type, false), TypeConversion.fromCalcite(call.getType()));
    }

    static Expression reinterpret(Expression expression, Type type) {
        return new Call(Function.REINTERPRET, List.of(expression), type, expression.nullable());
    }

    static Expression fromEpoch(RexCall call, Expression number, long unit) {
        Expression count = Casts.cast(number, Type.BIGINT);
        Expression millis = unit == 1
                ? count
                : new Call(Function.MULTIPLY, List.of(count, Literals.bigint(unit)), Type.BIGINT, number.nullable());
        return reinterpret(millis, TypeConversion.fromCalcite(call.getType()));
    }

    static Expression toTimestamp(RexCall call, List<Expression> operands) {
        return operands.size() == 1
                ? Casts.cast(operands.get(0), TypeConversion.fromCalcite(call.getType()))
                : SourceCalls.parseTimestamp(call, operands);
    }

    private static Expression named(RexCall call, Expression time, String pattern) {
        return format(call, List.of(time, Literal.of(pattern, Type.VARCHAR)));
    }

    static Expression format(RexCall call, List<Expression> operands) {
        Expression time = operands.get(0).type().kind() == TypeKind.DATE
                ? Casts.cast(operands.get(0), Type.TIMESTAMP)
                : operands.get(0);
        return Functions.of(Function.DATE_FORMAT, call, List.of(time, operands.get(1)));
    }

    /** Time + interval, interval + time, interval + interval. */
    public static Expression plus(RexCall call, List<Expression> operands) {
        Expression first = operands.get(0);
        Expression second = operands.get(1);
        boolean swapped = Literals.isInterval(first.type()) && !Literals.isInterval(second.type());
        return add(Function.ADD, call, swapped ? second : first, swapped ? first : second);
    }

    /** Time − interval, interval − interval, time − time. */
    public static Expression minus(RexCall call, List<Expression> operands) {
        Type result = TypeConversion.fromCalcite(call.getType());
        Expression first = operands.get(0);
        Expression second = operands.get(1);
        boolean difference = Literals.isInterval(result) && !Literals.isInterval(first.type());
        if (!difference) {
            return add(Function.SUBTRACT, call, first, second);
        }
        if (result.kind() == TypeKind.INTERVAL_MONTH) {
            return SourceCalls.monthsBetween(call, operands);
        }
        return reinterpret(between(call, second, first, 1), result);
    }

    /** The time from one to another in units of which there are so many to the millisecond. */
    static CallTranslation between(long perMilli) {
        return (call, operands) -> between(call, operands.get(0), operands.get(1), perMilli);
    }

    /** Whole units; their fraction is cut, as TIMESTAMPDIFF does it. */
    private static Expression between(RexCall call, Expression from, Expression to, long perMilli) {
        boolean nullable = call.getType().isNullable();
        long ticks = Math.max(Ticks.perMilli(from.type()), Ticks.perMilli(to.type()));
        Expression difference = bigint(Function.SUBTRACT, ticks(to, ticks), ticks(from, ticks), nullable);
        if (ticks == perMilli) {
            return difference;
        }
        return ticks < perMilli
                ? bigint(Function.MULTIPLY, difference, Literals.bigint(perMilli / ticks), nullable)
                : bigint(Function.DIVIDE, difference, Literals.bigint(ticks / perMilli), nullable);
    }

    /** What a time counts, in ticks of which there are so many to the millisecond: at least as many as its type has. */
    static Expression ticks(Expression time, long perMilli) {
        return switch (time.type().kind()) {
            case DATE -> ticks(Casts.cast(time, Type.TIMESTAMP), perMilli);
            case TIME -> Casts.cast(reinterpret(time, Type.INTEGER), Type.BIGINT);
            default -> {
                Expression count = reinterpret(time, Type.BIGINT);
                long factor = perMilli / Ticks.perMilli(time.type());
                yield factor == 1 ? count : bigint(Function.MULTIPLY, count, Literals.bigint(factor), time.nullable());
            }
        };
    }

    /** A timestamp without what is less than a millisecond; anything else as it is. */
    public static Expression inMillis(Expression time) {
        return inDigits(time, Ticks.MILLI_DIGITS);
    }

    /** A watermark in whole milliseconds: a row is before it exactly when the millisecond of its time is. */
    public static Expression watermark(Expression watermark) {
        if (!Ticks.isFine(watermark.type())) {
            return watermark;
        }
        Type millis = new ScalarType(watermark.type().kind(), Ticks.MILLI_DIGITS, 0);
        boolean delayed = watermark instanceof Call call
                && (call.function() == Function.ADD || call.function() == Function.SUBTRACT)
                && call.arguments().get(1).type().kind() == TypeKind.INTERVAL_DAY;
        if (!delayed) {
            return inMillis(watermark);
        }
        Call call = (Call) watermark;
        return new Call(
                call.function(),
                List.of(
                        Casts.cast(call.arguments().get(0), millis),
                        call.arguments().get(1)),
                millis,
                call.nullable());
    }

    /** The first millisecond that is not before a timestamp. */
    public static Expression nextMillis(Expression time) {
        return inMillis(ceil(time, Ticks.MILLI_DIGITS));
    }

    /** A timestamp with at most so many digits behind the second. */
    private static Expression inDigits(Expression time, int digits) {
        return Ticks.isFine(time.type()) && ((ScalarType) time.type()).precision() > digits
                ? Casts.cast(time, new ScalarType(time.type().kind(), digits, 0))
                : time;
    }

    /** So many units, of which there are so many to the millisecond, after a time. */
    static CallTranslation later(long perMilli) {
        return (call, operands) -> {
            Type result = TypeConversion.fromCalcite(call.getType());
            Expression time = Casts.cast(operands.get(1), result);
            Expression count = Casts.cast(operands.get(0), Type.BIGINT);
            long factor = Ticks.perMilli(result) / perMilli;
            boolean nullable = call.getType().isNullable();
            Expression moved = bigint(
                    Function.ADD,
                    reinterpret(time, Type.BIGINT),
                    factor == 1 ? count : bigint(Function.MULTIPLY, count, Literals.bigint(factor), nullable),
                    nullable);
            return reinterpret(moved, result);
        };
    }

    private static Expression add(Function function, RexCall call, Expression time, Expression interval) {
        Type result = TypeConversion.fromCalcite(call.getType());
        boolean nullable = call.getType().isNullable();
        if (!Literals.isInterval(interval.type())) {
            return SourceCalls.notSupported(call);
        }
        if (Literals.isInterval(time.type())) {
            return new Call(function, List.of(time, interval), result, nullable);
        }
        if (time.type().kind() == TypeKind.TIME) {
            return ofDay(function, call, time, interval);
        }
        if (interval.type().kind() == TypeKind.INTERVAL_MONTH) {
            Expression months = Intervals.asCount(interval);
            Expression signed = function == Function.ADD ? months : negated(months);
            return Casts.cast(new Call(Function.ADD_MONTHS, List.of(time, signed), time.type(), nullable), result);
        }
        Expression stamp = Casts.cast(time, time.type().kind() == TypeKind.DATE ? Type.TIMESTAMP : result);
        return Casts.cast(new Call(function, List.of(stamp, interval), stamp.type(), nullable), result);
    }

    /** A time of day, later or earlier: what goes beyond midnight begins anew, and months are whole days. */
    private static Expression ofDay(Function function, RexCall call, Expression time, Expression interval) {
        if (interval.type().kind() == TypeKind.INTERVAL_MONTH) {
            Type type = TypeConversion.fromCalcite(call.getType());
            Expression same = Casts.cast(time, type);
            return interval.nullable()
                    ? new Call(
                            Function.CASE,
                            List.of(
                                    new Call(Function.IS_NULL, List.of(interval), Type.BOOLEAN, false),
                                    Literal.nullOf(type),
                                    same),
                            type,
                            true)
                    : same;
        }
        boolean nullable = call.getType().isNullable();
        Expression span = bigint(Function.MODULO, reinterpret(interval, Type.BIGINT), Literals.bigint(DAY), nullable);
        Expression moved = bigint(function, Casts.cast(reinterpret(time, Type.INTEGER), Type.BIGINT), span, nullable);
        Expression positive = bigint(Function.ADD, moved, Literals.bigint(DAY), nullable);
        Expression within = bigint(Function.MODULO, positive, Literals.bigint(DAY), nullable);
        Expression ofDay = reinterpret(Casts.cast(within, Type.INTEGER), time.type());
        return Casts.cast(ofDay, TypeConversion.fromCalcite(call.getType()));
    }

    private static Expression bigint(Function function, Expression left, Expression right, boolean nullable) {
        return new Call(function, List.of(left, right), Type.BIGINT, nullable);
    }

    private static Expression negated(Expression months) {
        return new Call(Function.NEGATE, List.of(months), months.type(), months.nullable());
    }

    static Expression floor(RexCall call, List<Expression> operands) {
        boolean ofTime = call.getOperands().size() == 2;
        return ofTime
                ? floor(call, operands.get(0), Functions.flag(call, TimeUnitRange.class))
                : Functions.of(Function.FLOOR, call, operands);
    }

    static Expression ceil(RexCall call, List<Expression> operands) {
        return call.getOperands().size() == 2
                ? ceil(call, operands.get(0), Functions.flag(call, TimeUnitRange.class))
                : Functions.of(Function.CEIL, call, operands);
    }

    /** One unit after the unit that the millisecond before lies in. */
    private static Expression ceil(RexCall call, Expression time, TimeUnitRange unit) {
        Expression stamp = time.type().kind() == TypeKind.DATE ? Casts.cast(time, Type.TIMESTAMP) : time;
        if (isBelowSeconds(unit)) {
            return Casts.cast(ceil(time, digits(unit)), TypeConversion.fromCalcite(call.getType()));
        }
        if (stamp.type().kind() == TypeKind.TIME) {
            return SourceCalls.notSupported(call);
        }
        Expression before = Ticks.isFine(stamp.type())
                ? tickLater(stamp, -1)
                : new Call(
                        Function.SUBTRACT,
                        List.of(stamp, Literal.of(1L, Type.INTERVAL_DAY)),
                        stamp.type(),
                        stamp.nullable());
        Expression begin = new Call(rounding(call, unit), List.of(before), stamp.type(), stamp.nullable());
        Expression end = switch (unit) {
            case YEAR -> monthsLater(begin, 12);
            case QUARTER -> monthsLater(begin, 3);
            case MONTH -> monthsLater(begin, 1);
            default -> later(begin, unit.startUnit.multiplier.longValueExact());
        };
        return Casts.cast(end, TypeConversion.fromCalcite(call.getType()));
    }

    private static Expression ceil(Expression time, int digits) {
        if (!Ticks.isFine(time.type()) || ((ScalarType) time.type()).precision() <= digits) {
            return time;
        }
        Expression below = Casts.cast(inDigits(tickLater(time, -1), digits), time.type());
        return tickLater(below, Ticks.perMilli(time.type()) / Ticks.perMilli(digits));
    }

    private static Expression tickLater(Expression time, long ticks) {
        Expression count = reinterpret(time, Type.BIGINT);
        return reinterpret(bigint(Function.ADD, count, Literals.bigint(ticks), time.nullable()), time.type());
    }

    private static Expression monthsLater(Expression time, int months) {
        Literal count = Literal.of(months, Type.INTEGER);
        return new Call(Function.ADD_MONTHS, List.of(time, count), time.type(), time.nullable());
    }

    private static Expression later(Expression time, long milliseconds) {
        Literal interval = Literal.of(milliseconds, Type.INTERVAL_DAY);
        return new Call(Function.ADD, List.of(time, interval), time.type(), time.nullable());
    }

    private static Expression floor(RexCall call, Expression time, TimeUnitRange unit) {
        if (isBelowSeconds(unit)) {
            return Casts.cast(inDigits(time, digits(unit)), TypeConversion.fromCalcite(call.getType()));
        }
        return Functions.of(rounding(call, unit), call, List.of(time));
    }

    private static int digits(TimeUnitRange unit) {
        return unit == TimeUnitRange.MILLISECOND
                ? Ticks.MILLI_DIGITS
                : unit == TimeUnitRange.MICROSECOND ? Ticks.MICRO_DIGITS : Ticks.NANO_DIGITS;
    }

    /** Units that are digits of the fraction of a second. */
    private static boolean isBelowSeconds(TimeUnitRange unit) {
        return unit == TimeUnitRange.MILLISECOND
                || unit == TimeUnitRange.MICROSECOND
                || unit == TimeUnitRange.NANOSECOND;
    }

    private static Function rounding(RexCall call, TimeUnitRange unit) {
        return switch (unit) {
            case YEAR -> Function.FLOOR_YEAR;
            case QUARTER -> Function.FLOOR_QUARTER;
            case MONTH -> Function.FLOOR_MONTH;
            case WEEK -> Function.FLOOR_WEEK;
            case DAY -> Function.FLOOR_DAY;
            case HOUR -> Function.FLOOR_HOUR;
            case MINUTE -> Function.FLOOR_MINUTE;
            case SECOND -> Function.FLOOR_SECOND;
            default ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.function(call.getOperator().getName()),
                        "times cannot be rounded to " + unit + "; use SECOND, MINUTE, HOUR, DAY, WEEK, MONTH,"
                                + " QUARTER or YEAR");
        };
    }

    /** TIMESTAMP_TRUNC(ts, HOUR) and those of its kind. */
    private static Expression truncated(RexCall call, List<Expression> operands) {
        Expression time = operands.get(0);
        TimeUnitRange unit = Functions.flag(call, TimeUnitRange.class);
        if (time.type().kind() != TypeKind.TIME) {
            return Casts.cast(
                    floor(call, Casts.cast(time, TypeConversion.fromCalcite(call.getType())), unit),
                    TypeConversion.fromCalcite(call.getType()));
        }
        if (unit != TimeUnitRange.HOUR && unit != TimeUnitRange.MINUTE && unit != TimeUnitRange.SECOND) {
            return SourceCalls.notSupported(call);
        }
        long length = unit.startUnit.multiplier.longValueExact();
        boolean nullable = time.nullable();
        Expression millis = Casts.cast(reinterpret(time, Type.INTEGER), Type.BIGINT);
        Expression beyond = bigint(Function.MODULO, millis, Literals.bigint(length), nullable);
        Expression whole = bigint(Function.SUBTRACT, millis, beyond, nullable);
        return Casts.cast(
                reinterpret(Casts.cast(whole, Type.INTEGER), time.type()), TypeConversion.fromCalcite(call.getType()));
    }

    static Expression dateTrunc(RexCall call, List<Expression> operands) {
        if (operands.size() == 1) {
            return truncated(call, operands);
        }
        if (!(call.getOperands().get(0) instanceof RexLiteral unit)
                || unit.getType().getSqlTypeName() != SqlTypeName.CHAR) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.function("DATE_TRUNC"),
                    "the unit of DATE_TRUNC must be a constant, as in DATE_TRUNC('hour', ts)");
        }
        String name = ((String) ((Literal) operands.get(0)).value().orElse("")).toUpperCase(Locale.ROOT);
        for (TimeUnitRange range : TimeUnitRange.values()) {
            if (range.name().equals(name)) {
                return floor(call, operands.get(1), range);
            }
        }
        throw new UnplannableException(
                ErrorCode.INVALID_ARGUMENT,
                Construct.function("DATE_TRUNC"),
                "'" + name.toLowerCase(Locale.ROOT) + "' is no unit of time");
    }
}
