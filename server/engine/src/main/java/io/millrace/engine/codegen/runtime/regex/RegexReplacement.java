package io.millrace.engine.codegen.runtime.regex;

import io.millrace.engine.codegen.runtime.EvaluationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** REGEXP_REPLACE with a place, an occurrence and flags. */
public final class RegexReplacement {

    /** The last pattern of this thread. */
    private record Compiled(String pattern, String flags, Pattern regex) {}

    private static final ThreadLocal<Compiled> LAST = new ThreadLocal<>();

    private RegexReplacement() {}

    /**
     * A text with matches replaced.
     *
     * @param place from which on matches are looked for, in characters from 1
     * @param occurrence which match from there, all when 0
     * @param flags i and c (without, with regard to case), m (lines), n or s (a point is also the end of a line), x (blanks and comments)
     *     and g
     * @param firstUnlessG whether the first match alone is meant when there is no g
     */
    public static String replaced(
            String text,
            String pattern,
            String replacement,
            int place,
            int occurrence,
            String flags,
            boolean firstUnlessG) {
        if (place < 1 || occurrence < 0) {
            throw EvaluationException.invalidArgument(
                    "REGEXP_REPLACE takes a place from 1 on and an occurrence from 0 on, not " + place + " and "
                            + occurrence);
        }
        if (text.codePointCount(0, text.length()) < place - 1) {
            return text;
        }
        int wanted = firstUnlessG && flags.indexOf('g') < 0 ? 1 : occurrence;
        Matcher matcher = compiled(pattern, flags).matcher(text);
        String with = RegexMatcher.groups(replacement);
        StringBuilder replaced = new StringBuilder();
        int from = text.offsetByCodePoints(0, place - 1);
        try {
            boolean found = matcher.find(from);
            for (int count = 1; found && (wanted == 0 || count <= wanted); count++) {
                if (wanted == 0 || count == wanted) {
                    matcher.appendReplacement(replaced, with);
                }
                found = matcher.find();
            }
            return matcher.appendTail(replaced).toString();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | StackOverflowError e) {
            throw EvaluationException.invalidArgument(
                    "\"" + replacement + "\" is not a replacement for the regular expression \"" + pattern + "\"");
        }
    }

    private static Pattern compiled(String pattern, String flags) {
        Compiled last = LAST.get();
        if (last == null || !last.pattern().equals(pattern) || !last.flags().equals(flags)) {
            last = new Compiled(pattern, flags, RegexMatcher.compile(prefix(flags) + pattern));
            LAST.set(last);
        }
        return last.regex();
    }

    private static String prefix(String flags) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < flags.length(); i++) {
            switch (flags.charAt(i)) {
                case 'i' -> prefix.append("(?iu)");
                case 'c' -> prefix.append("(?-i)");
                case 'm' -> prefix.append("(?m)");
                case 'n', 's' -> prefix.append("(?s)");
                case 'x' -> prefix.append("(?x)");
                case 'g' -> {}
                default ->
                    throw EvaluationException.invalidArgument(
                            "'" + flags.charAt(i) + "' is no flag of REGEXP_REPLACE; there are i, c, m, n, s, x and g");
            }
        }
        return prefix.toString();
    }
}
