package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.OptionTimes;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/** How values of a type that lie in memory as whole numbers are written in rules, and how far they reach. */
final class NumberForm {

    private static final long DAY = 86_400_000L;
    private static final long FIRST_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(2029, 12, 31).toEpochDay();
    private static final long USUAL_MAX = 1_000_000;

    private final ScalarType type;
    private final long perMilli;
    private final Family family;

    /** Types whose numbers mean the same. */
    private enum Family {
        WHOLE,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP
    }

    NumberForm(ScalarType type) {
        this.type = type;
        this.perMilli = Ticks.perMilli(type);
        this.family = switch (type.kind()) {
            case DATE -> Family.DATE;
            case TIME -> Family.TIME;
            case TIMESTAMP, TIMESTAMP_LTZ -> Family.TIMESTAMP;
            case DECIMAL -> Family.DECIMAL;
            case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_MONTH, INTERVAL_DAY -> Family.WHOLE;
            case BOOLEAN, REAL, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY, UUID, ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw new IllegalStateException(type.sql() + " is not made of whole numbers");
        };
    }

    static boolean fits(Type type) {
        return type instanceof ScalarType && (type.layout() == Layout.INT || type.layout() == Layout.LONG);
    }

    /** The number that the text of a rule stands for. */
    long parse(Rules rules, String rule, String text) {
        try {
            long value = switch (family) {
                case DATE -> LocalDate.parse(text.trim()).toEpochDay();
                case TIME -> LocalTime.parse(text.trim()).toNanoOfDay() / 1_000_000;
                case TIMESTAMP -> Math.multiplyExact(OptionTimes.millis(rules.option(rule), text), perMilli);
                case DECIMAL ->
                    DecimalFit.of(new BigDecimal(text.trim()), type, RoundingMode.UNNECESSARY)
                            .unscaledValue()
                            .longValueExact();
                case WHOLE -> Long.parseLong(text.trim().replace("_", ""));
            };
            if (value < least() || value > greatest()) {
                throw rules.invalid(rule, "within the range of " + type.sql());
            }
            return value;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw malformed(rules, rule);
        }
    }

    private MillraceException malformed(Rules rules, String rule) {
        return rules.invalid(rule, "a value of type " + type.sql());
    }

    /** The distance between neighbours that the text of the rule {@code step} stands for. */
    long parseStep(Rules rules, String text) {
        try {
            return switch (family) {
                case TIME, TIMESTAMP ->
                    Math.multiplyExact(
                            Options.parseDuration(rules.option("step"), text).toMillis(), perMilli);
                case DATE -> Long.parseLong(text.trim());
                case DECIMAL ->
                    DecimalFit.of(new BigDecimal(text.trim()), type, RoundingMode.UNNECESSARY)
                            .unscaledValue()
                            .longValueExact();
                case WHOLE -> Long.parseLong(text.trim().replace("_", ""));
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw malformed(rules, "step");
        }
    }

    long usualStep() {
        return switch (family) {
            case TIME, TIMESTAMP -> 1000 * perMilli;
            case DECIMAL -> powerOfTen(type.scale());
            case WHOLE, DATE -> 1;
        };
    }

    /** The least value of random columns without the rule {@code min}. */
    long usualMin() {
        return switch (family) {
            case DATE -> FIRST_DAY;
            case TIMESTAMP -> FIRST_DAY * DAY * perMilli;
            case WHOLE, DECIMAL, TIME -> 0;
        };
    }

    long usualMax() {
        return switch (family) {
            case DATE -> LAST_DAY;
            case TIMESTAMP -> LAST_DAY * DAY * perMilli;
            case TIME -> DAY - 1000;
            case WHOLE, DECIMAL -> Math.min(USUAL_MAX, greatest());
        };
    }

    long least() {
        return switch (family) {
            case TIME -> 0;
            case DECIMAL -> 1 - powerOfTen(type.precision());
            case WHOLE, DATE, TIMESTAMP -> Long.MIN_VALUE >> (Long.SIZE - bits());
        };
    }

    long greatest() {
        return switch (family) {
            case TIME -> DAY - 1;
            case DECIMAL -> powerOfTen(type.precision()) - 1;
            case WHOLE, DATE, TIMESTAMP -> Long.MAX_VALUE >> (Long.SIZE - bits());
        };
    }

    private int bits() {
        return type.kind() == TypeKind.TINYINT
                ? Byte.SIZE
                : type.kind() == TypeKind.SMALLINT ? Short.SIZE : isInt() ? Integer.SIZE : Long.SIZE;
    }

    private static long powerOfTen(int exponent) {
        return BigDecimal.TEN.pow(exponent).longValueExact();
    }

    /** Whether the values lie in memory as {@code int}s. */
    boolean isInt() {
        return type.layout() == Layout.INT;
    }
}
