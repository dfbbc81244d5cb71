package io.millrace.engine.codegen.runtime.regex;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.Text;
import io.millrace.engine.codegen.runtime.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Matches regular expressions against UTF-8 slices. ASCII text is matched in place, by a {@link ByteMatcher} where the expression
 * allows it; other text is decoded to a String.
 *
 * <p>Not thread-safe: one per instance of a generated class. Made without a pattern it compiles those that come from data and
 * remembers the last.
 */
public final class RegexMatcher {

    private static final Pattern GROUP = Pattern.compile("\\\\(?:(\\d)|.)");

    private final Ascii view = new Ascii();
    private Matcher matcher;
    /** For ASCII text, or null when the expression is beyond it. */
    private ByteMatcher bytes;

    private byte[] lastPattern;
    private String decoded;
    private int start;
    private byte[] lastReplacement;
    private String replacement;

    public RegexMatcher(Pattern pattern) {
        use(pattern);
    }

    public RegexMatcher() {}

    private void use(Pattern pattern) {
        matcher = pattern.matcher("");
        bytes = ByteProgram.of(pattern.pattern()).map(ByteMatcher::new).orElse(null);
    }

    /** Compiles a pattern of users. */
    public static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw EvaluationException.invalidArgument(
                    "\"" + pattern + "\" is not a regular expression: " + e.getDescription());
        }
    }

    /** Turns a SIMILAR TO pattern into a regular expression that has to match as a whole. */
    public static String similar(String pattern) {
        StringBuilder regex = new StringBuilder();
        boolean inSet = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (inSet) {
                inSet = c != ']';
                regex.append(c == '\\' ? "\\\\" : String.valueOf(c));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (".^$\\".indexOf(c) >= 0) {
                regex.append('\\').append(c);
            } else {
                inSet = c == '[';
                regex.append(c);
            }
        }
        return "(?s)" + regex;
    }

    /** Sets the pattern for the next calls. */
    public RegexMatcher with(byte[] pattern, int patternStart, int patternLength, boolean similar) {
        if (lastPattern == null
                || !Text.equal(lastPattern, 0, lastPattern.length, pattern, patternStart, patternLength)) {
            String text = Text.string(pattern, patternStart, patternLength);
            use(compile(similar ? similar(text) : text));
            lastPattern = Arrays.copyOfRange(pattern, patternStart, patternStart + patternLength);
        }
        return this;
    }

    private boolean inBytes(byte[] data, int from, int length) {
        return bytes != null && Text.ascii(data, from, length);
    }

    private void reset(byte[] data, int from, int length) {
        start = from;
        if (Text.ascii(data, from, length)) {
            decoded = null;
            view.data = data;
            view.start = from;
            view.length = length;
            matcher.reset(view);
        } else {
            decoded = Text.string(data, from, length);
            matcher.reset(decoded);
        }
    }

    /** Whether the pattern occurs in the text. */
    public boolean find(byte[] data, int from, int length) {
        if (inBytes(data, from, length)) {
            return bytes.find(data, from, from + length);
        }
        reset(data, from, length);
        return run(false);
    }

    /** Whether the pattern is the whole text. */
    public boolean matches(byte[] data, int from, int length) {
        if (inBytes(data, from, length)) {
            return bytes.matches(data, from, from + length);
        }
        reset(data, from, length);
        return run(true);
    }

    private boolean run(boolean whole) {
        try {
            return whole ? matcher.matches() : matcher.find();
        } catch (StackOverflowError e) {
            throw EvaluationException.invalidArgument(
                    "the regular expression \"" + matcher.pattern() + "\" needs too much stack for this text");
        }
    }

    /** What the first group holds, or the whole match when the expression has no groups. */
    public long extract(byte[] data, int from, int length) {
        return extract(data, from, length, Math.min(matcher.groupCount(), 1));
    }

    /** The slice of the text that a group of the first match holds, or {@link Text#NULL}. */
    public long extract(byte[] data, int from, int length, long group) {
        if (group < 0 || group > matcher.groupCount()) {
            throw EvaluationException.invalidArgument("the regular expression \"" + matcher.pattern() + "\" has "
                    + matcher.groupCount() + " groups, not " + group);
        }
        if (inBytes(data, from, length)) {
            boolean found = bytes.find(data, from, from + length) && bytes.start((int) group) >= 0;
            return found
                    ? Text.slice(bytes.start((int) group), bytes.end((int) group) - bytes.start((int) group))
                    : Text.NULL;
        }
        reset(data, from, length);
        if (!run(false) || matcher.start((int) group) < 0) {
            return Text.NULL;
        }
        int first = bytesBefore(matcher.start((int) group));
        return Text.slice(start + first, bytesBefore(matcher.end((int) group)) - first);
    }

    private int bytesBefore(int characters) {
        return decoded == null ? characters : decoded.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
    }

    /** A replacement with {@code $1} for {@code \1}; a backslash behind another is a backslash. */
    static String groups(String replacement) {
        return GROUP.matcher(replacement)
                .replaceAll(match -> match.group(1) == null ? Matcher.quoteReplacement(match.group()) : "\\$$1");
    }

    /** Replaces all matches; {@code $1} or {@code \1} in the replacement stand for groups. */
    public void replace(byte[] data, int from, int length, byte[] with, int withStart, int withLength, TextBuffer out) {
        if (inBytes(data, from, length) && !bytes.find(data, from, from + length)) {
            out.append(data, from, length);
            return;
        }
        reset(data, from, length);
        if (!run(false)) {
            out.append(data, from, length);
            return;
        }
        if (lastReplacement == null
                || !Text.equal(lastReplacement, 0, lastReplacement.length, with, withStart, withLength)) {
            lastReplacement = Arrays.copyOfRange(with, withStart, withStart + withLength);
            replacement = groups(Text.string(with, withStart, withLength));
        }
        try {
            out.append(matcher.replaceAll(replacement));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | StackOverflowError e) {
            throw EvaluationException.invalidArgument("\"" + replacement
                    + "\" is not a replacement for the regular expression \"" + matcher.pattern() + "\"");
        }
    }

    /** ASCII bytes seen as characters. */
    private static final class Ascii implements CharSequence {
        private byte[] data;
        private int start;
        private int length;

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            return (char) data[start + index];
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return Text.string(data, start + from, to - from);
        }

        @Override
        public String toString() {
            return Text.string(data, start, length);
        }
    }
}
