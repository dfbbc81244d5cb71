package io.millrace.planner.types;

import io.millrace.spi.data.Ticks;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * What dates, timestamps and texts become before they are compared with timestamps, so that a comparison neither fails nor cuts: the
 * engine compares timestamps of different digits as they are, and no one type holds all of them.
 */
public final class ComparedTimes {

    /** A text up to its seconds, the digits that count behind them, and what may follow. */
    private static final Pattern TEXT = Pattern.compile(
            "\\s*(\\d{4,}-\\d{1,2}-\\d{1,2})(?:[ T]\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.(\\d*?)0*)?)?)?(?!\\d).*");

    private ComparedTimes() {}

    /** Whether both are timestamps of one kind that count different units, which are compared as they are. */
    public static boolean keep(RelDataType one, RelDataType other) {
        return isTimestamp(one)
                && one.getSqlTypeName() == other.getSqlTypeName()
                && Ticks.digits(one.getPrecision()) != Ticks.digits(other.getPrecision());
    }

    /**
     * What is compared instead of a timestamp or date in a finer type, which may not hold it; the order of both is the same. Calcite
     * writes such casts where two sides are to be of one type.
     */
    static RexNode withoutCast(RexBuilder rex, RexNode operand) {
        if (operand.getKind() != SqlKind.CAST || !isTimestamp(operand.getType())) {
            return operand;
        }
        RexNode given = ((RexCall) operand).getOperands().get(0);
        RelDataType from = given.getType();
        RelDataType to = operand.getType();
        if (keep(from, to) && from.getPrecision() < to.getPrecision()) {
            return withoutCast(rex, given);
        }
        boolean date = from.getSqlTypeName() == SqlTypeName.DATE
                && to.getSqlTypeName() == SqlTypeName.TIMESTAMP
                && to.getPrecision() > Ticks.MILLI_DIGITS;
        return date ? rex.makeCast(ofDate(from, rex.getTypeFactory()), given) : operand;
    }

    private static RelDataType ofDate(RelDataType date, RelDataTypeFactory types) {
        return types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.TIMESTAMP, Ticks.MILLI_DIGITS), date.isNullable());
    }

    /** The type of a date that is compared with what may have nanoseconds: one that holds every date. */
    public static Optional<RelDataType> ofDate(
            RelDataType date, Collection<RelDataType> others, RelDataTypeFactory types) {
        boolean besideFine = others.stream()
                .anyMatch(other ->
                        other.getSqlTypeName() == SqlTypeName.TIMESTAMP && other.getPrecision() > Ticks.MILLI_DIGITS);
        return date.getSqlTypeName() == SqlTypeName.DATE && besideFine
                ? Optional.of(ofDate(date, types))
                : Optional.empty();
    }

    /**
     * The type of a constant text that is compared with a timestamp: the timestamp's own unless the text has more digits, or is out of
     * its range.
     */
    public static Optional<RelDataType> ofText(String text, Collection<RelDataType> others, RelDataTypeFactory types) {
        Optional<RelDataType> timestamp =
                others.stream().filter(ComparedTimes::isTimestamp).findFirst();
        Matcher parts = TEXT.matcher(text);
        if (timestamp.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        int written = parts.group(2) == null ? 0 : parts.group(2).length();
        int digits = Math.max(timestamp.get().getPrecision(), Math.min(written, Ticks.NANO_DIGITS));
        if (digits > Ticks.MICRO_DIGITS && !hasNanos(parts.group(1))) {
            digits = Ticks.MICRO_DIGITS;
        }
        return digits == timestamp.get().getPrecision()
                ? Optional.empty()
                : Optional.of(types.createSqlType(timestamp.get().getSqlTypeName(), digits));
    }

    /** Whether all times of a day and of those beside it, where it begins elsewhere, can be counted in nanoseconds. */
    private static boolean hasNanos(String date) {
        try {
            LocalDate day = LocalDate.parse(date);
            return hasNanos(day.minusDays(1)) && hasNanos(day.plusDays(2));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean hasNanos(LocalDate begin) {
        return Ticks.isInRange(begin.atStartOfDay(ZoneOffset.UTC).toInstant(), Ticks.NANO_DIGITS);
    }

    private static boolean isTimestamp(RelDataType type) {
        return SqlTypeUtil.isTimestamp(type);
    }
}
