package io.millrace.app.script;

import java.util.ArrayList;
import java.util.List;

/**
 * One value of a row in a script: a bare word, or text in single quotes when it holds spaces, is empty or reads NULL.
 *
 * @param text the value without quotes
 */
record Token(String text, boolean quoted) {

    boolean isNull() {
        return !quoted && text.equals("NULL");
    }

    /** The one way in which a value is written. */
    @Override
    public String toString() {
        boolean needsQuotes =
                text.isEmpty() || text.contains(" ") || text.startsWith("'") || quoted && text.equals("NULL");
        return needsQuotes ? "'" + text.replace("'", "''") + "'" : text;
    }

    /** The values of a line. */
    static List<Token> of(String row) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < row.length()) {
            if (row.charAt(at) == ' ') {
                at++;
            } else if (row.charAt(at) == '\'') {
                int end = closingQuote(row, at + 1);
                tokens.add(new Token(row.substring(at + 1, end).replace("''", "'"), true));
                at = end + 1;
            } else {
                int end = row.indexOf(' ', at);
                end = end < 0 ? row.length() : end;
                tokens.add(new Token(row.substring(at, end), false));
                at = end;
            }
        }
        return tokens;
    }

    private static int closingQuote(String row, int from) {
        int at = row.indexOf('\'', from);
        while (at >= 0 && at + 1 < row.length() && row.charAt(at + 1) == '\'') {
            at = row.indexOf('\'', at + 2);
        }
        if (at < 0) {
            throw new IllegalArgumentException("no closing quote: " + row);
        }
        return at;
    }

    /** A row in the one way in which rows are written. */
    static String normalized(String row) {
        return join(of(row));
    }

    static String join(List<Token> tokens) {
        return String.join(" ", tokens.stream().map(Token::toString).toList());
    }
}
