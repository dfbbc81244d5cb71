package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;

/** TO_CHAR of times: the patterns of PostgreSQL as those of DATE_FORMAT. */
final class TimePatterns {

    /** The longer ones first, where one begins like another. */
    private static final Map<String, String> LETTERS = letters();

    /** Names that PostgreSQL fills up with blanks. */
    private static final List<String> PADDED = List.of("Month", "Day");

    private static final Pattern POSTGRES = Pattern.compile("YY|DD|MI|HH24|HH12|Mon|MON");

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
        letters.put("US", "SSSSSS");
        letters.put("AM", "a");
        letters.put("PM", "a");
        letters.put("Q", "Q");
        return letters;
    }

    /** Whether the pattern of TO_CHAR is a constant of the usual parts, which have code of ours. */
    static boolean isSimple(RexCall call) {
        return call.getOperands().get(1) instanceof RexLiteral literal
                && !literal.isNull()
                && translated(literal.getValueAs(String.class)).isPresent();
    }

    /** Whether a pattern has parts that only PostgreSQL writes so; Java writes yyyy, dd and mm. */
    static boolean isOfPostgres(RexCall call) {
        return call.getOperands().size() == 2
                && call.getOperands().get(1) instanceof RexLiteral literal
                && !literal.isNull()
                && POSTGRES.matcher(literal.getValueAs(String.class)).find();
    }

    static Expression toChar(RexCall call, List<Expression> operands) {
        RexLiteral pattern = (RexLiteral) call.getOperands().get(1);
        String text = translated(pattern.getValueAs(String.class)).orElseThrow();
        return DateTimes.format(call, List.of(operands.get(0), Literal.of(text, Type.VARCHAR)));
    }

    private static Optional<String> translated(String pattern) {
        StringBuilder result = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            boolean letter = Character.isLetter(pattern.charAt(i));
            Optional<String> known = letter ? letters(pattern, i) : Optional.empty();
            int end = pattern.charAt(i) == '"' ? pattern.indexOf('"', i + 1) : -1;
            if (letter && known.isEmpty()) {
                return Optional.empty();
            }
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
        return Optional.of(result.toString());
    }

    /** The part that the pattern goes on with; none that Java has no letters for. */
    private static Optional<String> letters(String pattern, int from) {
        boolean seconds = pattern.startsWith("SSSS", from);
        boolean padded =
                seconds || PADDED.stream().anyMatch(each -> pattern.regionMatches(true, from, each, 0, each.length()));
        return padded
                ? Optional.empty()
                : LETTERS.keySet().stream()
                        .filter(each -> pattern.startsWith(each, from))
                        .findFirst();
    }

    private static void flush(StringBuilder text, StringBuilder result) {
        if (!text.isEmpty()) {
            result.append('\'').append(text.toString().replace("'", "''")).append('\'');
            text.setLength(0);
        }
    }
}
