package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.Times;
import io.millrace.spi.connector.Options;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
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

    NumberForm(ScalarType type) {
        this.type = type;
    }

    static boolean fits(Type type) {
        return type instanceof ScalarType && (type.layout() == Layout.INT || type.layout() == Layout.LONG);
    }

    boolean isTime() {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR -> false;
            case BINARY, VARBINARY, INTERVAL_MONTH, INTERVAL_DAY, ARRAY -> false;
        };
    }

    /** The number that the text of a rule stands for. */
    long parse(Rules rules, String rule, String text) {
        try {
            long value = switch (type.kind()) {
                case DATE -> LocalDate.parse(text.trim()).toEpochDay();
                case TIME -> LocalTime.parse(text.trim()).toNanoOfDay() / 1_000_000;
                case TIMESTAMP, TIMESTAMP_LTZ -> Times.millis(rules.option(rule), text);
                case DECIMAL ->
                    new BigDecimal(text.trim())
                            .setScale(type.scale())
                            .unscaledValue()
                            .longValueExact();
                default -> Long.parseLong(text.trim().replace("_", ""));
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
            return switch (type.kind()) {
                case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                    Options.parseDuration(rules.option("step"), text).toMillis();
                case DATE -> Long.parseLong(text.trim());
                case DECIMAL ->
                    new BigDecimal(text.trim())
                            .setScale(type.scale())
                            .unscaledValue()
                            .longValueExact();
                default -> Long.parseLong(text.trim().replace("_", ""));
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw malformed(rules, "step");
        }
    }

    long usualStart() {
        return isTime() ? usualMin() : 0;
    }

    long usualStep() {
        return switch (type.kind()) {
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> 1000;
            case DECIMAL -> powerOfTen(type.scale());
            default -> 1;
        };
    }

    /** The least value of random columns without the rule {@code min}. */
    long usualMin() {
        return switch (type.kind()) {
            case DATE -> FIRST_DAY;
            case TIMESTAMP, TIMESTAMP_LTZ -> FIRST_DAY * DAY;
            default -> 0;
        };
    }

    long usualMax() {
        return switch (type.kind()) {
            case DATE -> LAST_DAY;
            case TIMESTAMP, TIMESTAMP_LTZ -> LAST_DAY * DAY;
            case TIME -> DAY - 1000;
            default -> Math.min(USUAL_MAX, greatest());
        };
    }

    long least() {
        return switch (type.kind()) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER, DATE -> Integer.MIN_VALUE;
            case TIME -> 0;
            case DECIMAL -> 1 - powerOfTen(type.precision());
            default -> Long.MIN_VALUE;
        };
    }

    long greatest() {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER, DATE -> Integer.MAX_VALUE;
            case TIME -> DAY - 1;
            case DECIMAL -> powerOfTen(type.precision()) - 1;
            default -> Long.MAX_VALUE;
        };
    }

    private static long powerOfTen(int exponent) {
        return BigDecimal.TEN.pow(exponent).longValueExact();
    }

    /** Whether the values lie in memory as {@code int}s. */
    boolean isInt() {
        return type.layout() == Layout.INT;
    }
}
