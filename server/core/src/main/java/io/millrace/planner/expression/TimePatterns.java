package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/** TO_CHAR of times: the patterns of PostgreSQL as those of DATE_FORMAT. */
final class TimePatterns {

    /** The longer ones first, where one begins like another. */
    private static final Map<String, String> LETTERS = letters();

    /** Names that PostgreSQL fills up with blanks. */
    private static final List<String> PADDED = List.of("Month", "Day");

    private TimePatterns() {}

    private static Map<String, String> letters() {
        Map<String, String> letters = new LinkedHashMap<>();
        letters.put("YYYY", "yyyy");
        letters.put("YY", "yy");
        letters.put("FMMonth", "MMMM");
        letters.put("Mon", "MMM");
        letters.put("FMMM", "M");
        letters.put("MM", "MM");
        letters.put("FMDay", "EEEE");
        letters.put("Dy", "EEE");
        letters.put("FMDDD", "D");
        letters.put("DDD", "DDD");
        letters.put("FMDD", "d");
        letters.put("DD", "dd");
        letters.put("FMHH24", "H");
        letters.put("HH24", "HH");
        letters.put("FMHH12", "h");
        letters.put("HH12", "hh");
        letters.put("FMHH", "h");
        letters.put("HH", "hh");
        letters.put("FMMI", "m");
        letters.put("MI", "mm");
        letters.put("FMSS", "s");
        letters.put("SS", "ss");
        letters.put("MS", "SSS");
        letters.put("AM", "a");
        letters.put("PM", "a");
        letters.put("Q", "Q");
        return letters;
    }

    static Expression toChar(RexCall call, List<Expression> operands) {
        Optional<Object> pattern = operands.get(1) instanceof Literal literal ? literal.value() : Optional.empty();
        if (pattern.isEmpty()) {
            throw refused("the pattern of TO_CHAR must be a constant; DATE_FORMAT takes one that changes");
        }
        String text = translated((String) pattern.get());
        return DateTimes.format(call, List.of(operands.get(0), Literal.of(text, Type.VARCHAR)));
    }

    private static String translated(String pattern) {
        StringBuilder result = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            Optional<String> known = letters(pattern, i);
            int end = pattern.charAt(i) == '"' ? pattern.indexOf('"', i + 1) : -1;
            if (known.isPresent()) {
                flush(text, result);
                result.append(LETTERS.get(known.get()));
                i += known.get().length();
            } else if (end > 0) {
                text.append(pattern, i + 1, end);
                i = end + 1;
            } else {
                text.append(pattern.charAt(i));
                i++;
            }
        }
        flush(text, result);
        return result.toString();
    }

    private static Optional<String> letters(String pattern, int from) {
        if (!Character.isLetter(pattern.charAt(from))) {
            return Optional.empty();
        }
        Optional<String> known = LETTERS.keySet().stream()
                .filter(each -> pattern.startsWith(each, from))
                .findFirst();
        boolean padded = PADDED.stream().anyMatch(each -> pattern.regionMatches(true, from, each, 0, each.length()));
        if (known.isEmpty() || padded) {
            throw refused("TO_CHAR does not know what '" + pattern.substring(from) + "' begins with; it knows "
                    + String.join(", ", LETTERS.keySet()) + " and text in double quotes");
        }
        return known;
    }

    private static void flush(StringBuilder text, StringBuilder result) {
        if (!text.isEmpty()) {
            result.append('\'').append(text.toString().replace("'", "''")).append('\'');
            text.setLength(0);
        }
    }

    private static UnplannableException refused(String message) {
        return new UnplannableException(ErrorCode.INVALID_ARGUMENT, Construct.function("TO_CHAR"), message);
    }
}
