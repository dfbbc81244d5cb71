package io.millrace.planner.types;

import io.millrace.spi.data.Ticks;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** Constant intervals with less than milliseconds, which Calcite would cut: a timestamp is moved by them as by a number. */
public final class FineIntervals {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private FineIntervals() {}

    public static boolean isFine(SqlNode node) {
        return node instanceof SqlIntervalLiteral literal && nanosOfMilli(literal) != 0;
    }

    /** The interval by which a sum or a difference moves what it is added to or taken from. */
    public static Optional<SqlIntervalLiteral> moving(SqlCall call) {
        if (call.operandCount() != 2) {
            return Optional.empty();
        }
        SqlNode first = call.operand(0);
        SqlNode second = call.operand(1);
        boolean sum = call.getKind() == SqlKind.PLUS;
        if ((sum || call.getKind() == SqlKind.MINUS) && isFine(second)) {
            return Optional.of((SqlIntervalLiteral) second);
        }
        return sum && isFine(first) ? Optional.of((SqlIntervalLiteral) first) : Optional.empty();
    }

    /** The whole interval. */
    public static long nanos(SqlIntervalLiteral literal) {
        SqlIntervalLiteral.IntervalValue value = value(literal);
        long millis = SqlParserUtil.intervalToMillis(value);
        boolean negative = value.getSign() * (value.getIntervalLiteral().strip().startsWith("-") ? -1 : 1) < 0;
        return millis * NANOS_PER_MILLI + (negative ? -nanosOfMilli(literal) : nanosOfMilli(literal));
    }

    private static SqlIntervalLiteral.IntervalValue value(SqlIntervalLiteral literal) {
        return literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    }

    private static long nanosOfMilli(SqlIntervalLiteral literal) {
        SqlIntervalLiteral.IntervalValue value = value(literal);
        String text = value == null ? "" : value.getIntervalLiteral().strip();
        int point = text.indexOf('.');
        String fraction = point < 0 ? "" : text.substring(point + 1);
        boolean fine = fraction.length() > Ticks.MILLI_DIGITS
                && fraction.length() <= Ticks.NANO_DIGITS
                && fraction.chars().allMatch(Character::isDigit);
        return fine
                ? Long.parseLong(
                        (fraction + "0".repeat(Ticks.NANO_DIGITS)).substring(Ticks.MILLI_DIGITS, Ticks.NANO_DIGITS))
                : 0;
    }
}
