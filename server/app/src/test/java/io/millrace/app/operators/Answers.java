package io.millrace.app.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.test.ResultCheckers;
import org.apache.calcite.sql.test.SqlTester;

/**
 * Compares values, not their text: a number has no certain number of zeros behind the point, a time none of a fraction of a second, and
 * an interval is shown in other units than it is written in. A CHAR has no certain number of blanks at its end.
 */
final class Answers {

    private static final Pattern NO_FRACTION = Pattern.compile("(\\d{2}:\\d{2}:\\d{2})\\.0+");

    private static final Pattern FLAT_MAP =
            Pattern.compile("\\{[^{}\\[\\],=]+=[^{}\\[\\],=]+(, [^{}\\[\\],=]+=[^{}\\[\\],=]+)*}");

    private Answers() {}

    /** What compares the first column with a value; patterns, matchers and sets compare as Calcite does. */
    static SqlTester.ResultChecker checker(Object expected, String type) {
        if (expected == null) {
            return ResultCheckers.isNullValue();
        }
        boolean value = expected instanceof String || expected instanceof Number || expected instanceof Boolean;
        return value ? (sql, rows) -> compare(expected.toString(), type, rows) : ResultCheckers.createChecker(expected);
    }

    static String text(Object expected) {
        boolean readable = expected != null && expected.toString().indexOf('@') < 0;
        return readable ? expected.toString() : "";
    }

    private static void compare(String expected, String expectedType, ResultSet rows) throws SQLException {
        assertThat(rows.next()).as("there is a row").isTrue();
        String actual = rows.getString(1);
        int type = rows.getMetaData().getColumnType(1);
        boolean interval = rows.getMetaData().getColumnTypeName(1).startsWith("INTERVAL");
        assertThat(rows.next()).as("there is another row").isFalse();
        boolean same = interval && actual != null
                ? Spans.same(expected, expectedType, actual)
                : same(expected, actual, type)
                        || padded(expectedType, type)
                                && expected.stripTrailing()
                                        .equals(String.valueOf(actual).stripTrailing());
        if (!same) {
            throw new AssertionError("gives " + actual);
        }
    }

    private static boolean same(String expected, String actual, int type) {
        if (actual == null || expected.equals(actual)) {
            return expected.equals(actual);
        }
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL ->
                number(expected) != null && number(expected).compareTo(number(actual)) == 0;
            case Types.REAL, Types.DOUBLE ->
                number(expected) != null
                        && number(expected).doubleValue() == number(actual).doubleValue();
            case Types.TIME, Types.TIMESTAMP ->
                NO_FRACTION
                        .matcher(expected)
                        .replaceAll("$1")
                        .equals(NO_FRACTION.matcher(actual).replaceAll("$1"));
            case Types.ARRAY, Types.STRUCT -> elements(expected).equals(elements(actual));
            case Types.OTHER ->
                elements(expected).equals(elements(actual)) || entries(expected).equals(entries(actual));
            default -> false;
        };
    }

    /** Text that is a CHAR there, and text of different lengths, which is a VARCHAR here. */
    private static boolean padded(String expectedType, int type) {
        return expectedType.startsWith("CHAR") && (type == Types.CHAR || type == Types.VARCHAR);
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The entries of a MAP without MAPs in it, which have no order; of anything else one. */
    private static Set<String> entries(String map) {
        return FLAT_MAP.matcher(map).matches()
                ? Set.of(elements(map).substring(1, elements(map).length() - 1).split(", "))
                : Set.of(map);
    }

    private static String elements(String array) {
        return array.replaceAll(" +(?=[,}=\\]])", "");
    }
}
