package io.millrace.cli.output;

import org.jline.utils.WCWidth;

/** Values as a terminal shows them. */
public final class CellText {

    private CellText() {}

    /** A value, or what stands for NULL. */
    static String of(Object value, String nullText) {
        return value == null ? nullText : of(ResultColumn.text(value));
    }

    /** A text without control characters: they would tear a table, or do worse to a terminal. */
    public static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return escaped.toString();
    }

    /** A text of several lines for people, whose line ends and tabs stay; no other control characters do. */
    public static String lines(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (char c : text.replace("\r\n", "\n").toCharArray()) {
            escaped.append(c == '\n' || c == '\t' ? String.valueOf(c) : of(String.valueOf(c)));
        }
        return escaped.toString();
    }

    /** How many columns of a terminal a text takes. */
    static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }
}
