package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval in words, such as {@code 1 hour 30 minutes}, as the parts of a standard literal.
 *
 * @param value the string of the literal
 * @param firstUnit kind of the token of its first unit
 * @param lastUnit the same when there is only one
 */
record IntervalText(String value, int firstUnit, int lastUnit) implements GeneratedSqlParserConstants {
    private static final Pattern PART = Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)\\s*,?");
    private static final Pattern LEADING = Pattern.compile("\\s*[+-]?(\\d+).*", Pattern.DOTALL);
    private static final BigInteger MINUTES = BigInteger.valueOf(60);
    private static final BigInteger HOURS_OF_DAY = BigInteger.valueOf(24);

    /** A unit of time: so many months or so many seconds. */
    private enum Unit {
        YEAR("y|yr|yrs|year|years", 12, null, GeneratedSqlParserConstants.YEAR),
        QUARTER("quarter|quarters", 3, null, GeneratedSqlParserConstants.QUARTER),
        MONTH("mon|mons|month|months", 1, null, GeneratedSqlParserConstants.MONTH),
        WEEK("w|week|weeks", 0, "604800", GeneratedSqlParserConstants.WEEK),
        DAY("d|day|days", 0, "86400", GeneratedSqlParserConstants.DAY),
        HOUR("h|hr|hrs|hour|hours", 0, "3600", GeneratedSqlParserConstants.HOUR),
        MINUTE("m|min|mins|minute|minutes", 0, "60", GeneratedSqlParserConstants.MINUTE),
        SECOND("s|sec|secs|second|seconds", 0, "1", GeneratedSqlParserConstants.SECOND),
        MILLISECOND("ms|msec|millisecond|milliseconds", 0, "0.001", GeneratedSqlParserConstants.SECOND),
        MICROSECOND("us|usec|microsecond|microseconds", 0, "0.000001", GeneratedSqlParserConstants.SECOND);

        private final Pattern names;
        private final int months;
        private final Optional<BigDecimal> seconds;
        private final int token;

        Unit(String names, int months, String seconds, int token) {
            this.names = Pattern.compile(names);
            this.months = months;
            this.seconds = Optional.ofNullable(seconds).map(BigDecimal::new);
            this.token = token;
        }

        static Optional<Unit> named(String name) {
            for (Unit unit : values()) {
                if (unit.names.matcher(name).matches()) {
                    return Optional.of(unit);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the word is a unit that the standard leaves out, such as MILLISECONDS. */
    static boolean isFractionOfSecond(String word) {
        return Unit.named(word.toLowerCase(Locale.ROOT))
                .filter(unit -> unit == Unit.MILLISECOND || unit == Unit.MICROSECOND)
                .isPresent();
    }

    /** How many digits the first number has, without leading zeros; 0 if the text does not begin with a number. */
    static int leadingDigits(String value) {
        Matcher matcher = LEADING.matcher(value);
        return matcher.matches() ? new BigInteger(matcher.group(1)).toString().length() : 0;
    }

    /** Empty if the text is not a row of numbers and units, or mixes months with days. */
    static Optional<IntervalText> parse(String text) {
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        BigDecimal months = BigDecimal.ZERO;
        BigDecimal seconds = BigDecimal.ZERO;
        boolean anyMonths = false;
        boolean anySeconds = false;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            Optional<Unit> unit = Unit.named(part.group(2));
            if (unit.isEmpty()) {
                return Optional.empty();
            }
            BigDecimal number = new BigDecimal(part.group(1));
            if (end == 0 && part.end() == text.length() && isWhole(number) && !isFractionOfSecond(part.group(2))) {
                return Optional.of(
                        new IntervalText(number.toBigInteger().toString(), unit.get().token, unit.get().token));
            }
            anySeconds |= unit.get().seconds.isPresent();
            anyMonths |= unit.get().seconds.isEmpty();
            months = months.add(number.multiply(BigDecimal.valueOf(unit.get().months)));
            seconds = seconds.add(number.multiply(unit.get().seconds.orElse(BigDecimal.ZERO)));
            end = part.end();
        }
        if (end == 0 || !text.substring(end).isBlank() || anyMonths == anySeconds || !isWhole(months)) {
            return Optional.empty();
        }
        return Optional.of(anyMonths ? ofMonths(months.toBigIntegerExact()) : ofSeconds(seconds));
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static IntervalText ofMonths(BigInteger months) {
        BigInteger[] years = months.abs().divideAndRemainder(BigInteger.valueOf(12));
        return new IntervalText(sign(months.signum()) + years[0] + "-" + years[1], YEAR, MONTH);
    }

    private static IntervalText ofSeconds(BigDecimal seconds) {
        BigDecimal length = seconds.abs();
        if (length.compareTo(BigDecimal.valueOf(60)) < 0) {
            return new IntervalText(
                    sign(seconds.signum()) + length.stripTrailingZeros().toPlainString(), SECOND, SECOND);
        }
        BigInteger whole = length.toBigInteger();
        BigDecimal fraction = length.subtract(new BigDecimal(whole)).stripTrailingZeros();
        BigInteger[] minutes = whole.divideAndRemainder(MINUTES);
        BigInteger[] hours = minutes[0].divideAndRemainder(MINUTES);
        BigInteger[] days = hours[0].divideAndRemainder(HOURS_OF_DAY);
        String text = String.format("%d %02d:%02d:%02d", days[0], days[1], hours[1], minutes[1]);
        String digits = fraction.signum() == 0 ? "" : fraction.toPlainString().substring(1);
        return new IntervalText(sign(seconds.signum()) + text + digits, DAY, SECOND);
    }

    private static String sign(int signum) {
        return signum < 0 ? "-" : "";
    }
}
