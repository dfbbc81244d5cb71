package io.millrace.app.operators;

import java.math.BigDecimal;
import java.util.List;

/** Texts of intervals, which are the same when they are as long. */
final class Spans {

    private static final List<String> UNITS = List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");
    private static final List<String> LENGTHS = List.of("12", "1", "86400", "3600", "60", "1");

    private Spans() {}

    /** @param type of the expected one; the actual one begins with years or days */
    static boolean same(String expected, String type, String actual) {
        if (!type.startsWith("INTERVAL ")) {
            return expected.equals(actual);
        }
        String unit = type.split("[ (]")[1];
        String first = UNITS.indexOf(unit) < 2 ? "YEAR" : "DAY";
        return length(expected, unit).compareTo(length(actual, first)) == 0;
    }

    private static BigDecimal length(String text, String first) {
        boolean negative = text.startsWith("-");
        String[] parts = text.replaceAll("^[+-]", "").split("[ :-]");
        BigDecimal length = BigDecimal.ZERO;
        for (int i = 0; i < parts.length; i++) {
            BigDecimal unit = new BigDecimal(LENGTHS.get(UNITS.indexOf(first) + i));
            length = length.add(new BigDecimal(parts[i]).multiply(unit));
        }
        return negative ? length.negate() : length;
    }
}
