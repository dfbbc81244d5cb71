package io.millrace.engine.codegen.runtime.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the regular expressions that {@link ByteProgram} can match: ASCII, groups, alternatives, sets, repeated sets, anchors. What
 * it does not know is left to {@link java.util.regex}.
 */
final class RegexParser {

    private static final String META = "\\[](){}|^$.*+?";
    private static final int MOST_REPETITIONS = 1000;
    private static final RegexNode.Set DIGITS = range('0', '9');
    private static final RegexNode.Set WORD =
            DIGITS.or(range('a', 'z')).or(range('A', 'Z')).or(RegexNode.Set.of('_'));
    private static final RegexNode.Set SPACE = range('\t', '\r').or(RegexNode.Set.of(' '));
    private static final RegexNode.Set LINE_ENDS = RegexNode.Set.of('\n').or(RegexNode.Set.of('\r'));

    /** Thrown at the first thing that the parser does not know. */
    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("", null, false, false);
        }
    }

    private final String text;
    private final boolean dotMatchesAll;
    private int at;
    private int groups;

    private RegexParser(String text, boolean dotMatchesAll) {
        this.text = text;
        this.dotMatchesAll = dotMatchesAll;
    }

    /** The expression as one group, or empty when there is something in it that is left to others. */
    static Optional<RegexNode.Group> parse(String pattern) {
        boolean all = pattern.startsWith("(?s)");
        RegexParser parser = new RegexParser(all ? pattern.substring(4) : pattern, all);
        try {
            RegexNode.Group whole = parser.group(0);
            return parser.at == parser.text.length() ? Optional.of(whole) : Optional.empty();
        } catch (Unknown e) {
            return Optional.empty();
        }
    }

    private static RegexNode.Set range(int first, int last) {
        RegexNode.Set set = new RegexNode.Set(0, 0);
        for (int value = first; value <= last; value++) {
            set = set.or(RegexNode.Set.of(value));
        }
        return set;
    }

    private boolean ended() {
        return at == text.length();
    }

    private char peek() {
        return ended() ? '\0' : text.charAt(at);
    }

    private boolean take(char expected) {
        if (!ended() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private char next() throws Unknown {
        if (ended() || text.charAt(at) > 127 || text.charAt(at) == 0) {
            throw new Unknown();
        }
        return text.charAt(at++);
    }

    private RegexNode.Group group(int number) throws Unknown {
        List<List<RegexNode>> alternatives = new ArrayList<>();
        do {
            List<RegexNode> sequence = new ArrayList<>();
            while (!ended() && peek() != '|' && peek() != ')') {
                sequence.add(piece());
            }
            alternatives.add(sequence);
        } while (take('|'));
        return new RegexNode.Group(number, alternatives);
    }

    private RegexNode piece() throws Unknown {
        char c = next();
        return switch (c) {
            case '^' -> anchor(new RegexNode.Begin());
            case '$' -> anchor(new RegexNode.End());
            case '(' -> parenthesis();
            case '[' -> repeated(set());
            case '.' -> repeated(dotMatchesAll ? new RegexNode.Set(-1, -1) : LINE_ENDS.negated());
            case '\\' -> repeated(escape());
            case ']', '{', '}', '*', '+', '?' -> throw new Unknown();
            default -> repeated(RegexNode.Set.of(c));
        };
    }

    private RegexNode anchor(RegexNode anchor) throws Unknown {
        if (isQuantifier()) {
            throw new Unknown();
        }
        return anchor;
    }

    private boolean isQuantifier() {
        return !ended() && "*+?{".indexOf(peek()) >= 0;
    }

    private RegexNode parenthesis() throws Unknown {
        int number = 0;
        if (!take('?')) {
            number = ++groups;
        } else if (!take(':')) {
            throw new Unknown();
        }
        RegexNode.Group group = group(number);
        if (!take(')')) {
            throw new Unknown();
        }
        if (!isQuantifier()) {
            return group;
        }
        if (!take('?') || isQuantifier()) {
            throw new Unknown();
        }
        return new RegexNode.Maybe(group);
    }

    private RegexNode.Set escape() throws Unknown {
        char c = next();
        return switch (c) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.negated();
            case 'w' -> WORD;
            case 'W' -> WORD.negated();
            case 's' -> SPACE;
            case 'S' -> SPACE.negated();
            case 't' -> RegexNode.Set.of('\t');
            case 'n' -> RegexNode.Set.of('\n');
            case 'r' -> RegexNode.Set.of('\r');
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw new Unknown();
                }
                yield RegexNode.Set.of(c);
            }
        };
    }

    /** What stands between brackets; nested sets, intersections and odd places of meta characters are left to others. */
    private RegexNode.Set set() throws Unknown {
        boolean negated = take('^');
        RegexNode.Set set = new RegexNode.Set(0, 0);
        boolean empty = true;
        while (empty || peek() != ']') {
            char c = next();
            if (c == '[' || c == '&' && peek() == '&' || c == ']' || c == '^' && empty) {
                throw new Unknown();
            }
            RegexNode.Set member = c == '\\' ? escape() : RegexNode.Set.of(c);
            if (take('-')) {
                char last = next();
                if (member.single() < 0 || META.indexOf(last) >= 0 || last < member.single() || last == '&') {
                    throw new Unknown();
                }
                member = range(member.single(), last);
            }
            set = set.or(member);
            empty = false;
        }
        at++;
        return negated ? set.negated() : set;
    }

    private RegexNode repeated(RegexNode.Set set) throws Unknown {
        int least;
        int most = Integer.MAX_VALUE;
        if (take('*')) {
            least = 0;
        } else if (take('+')) {
            least = 1;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (take('{')) {
            least = number();
            if (!take(',')) {
                most = least;
            } else if (peek() != '}') {
                most = number();
            }
            if (!take('}') || most < least) {
                throw new Unknown();
            }
        } else {
            return set;
        }
        boolean greedy = !take('?');
        if (isQuantifier()) {
            throw new Unknown();
        }
        return new RegexNode.Repeat(set, least, most, greedy);
    }

    private int number() throws Unknown {
        int value = -1;
        while (peek() >= '0' && peek() <= '9') {
            value = Math.max(value, 0) * 10 + next() - '0';
            if (value > MOST_REPETITIONS) {
                throw new Unknown();
            }
        }
        if (value < 0) {
            throw new Unknown();
        }
        return value;
    }
}
