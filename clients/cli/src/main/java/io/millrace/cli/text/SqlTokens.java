package io.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text of SQL and commands into tokens. Any text has some; together they are the whole of it. */
public final class SqlTokens {

    private final String text;
    private final List<SqlToken> tokens = new ArrayList<>();

    private SqlTokens(String text) {
        this.text = text;
    }

    /** The tokens of a text, in their order. */
    public static List<SqlToken> of(String text) {
        SqlTokens cut = new SqlTokens(text);
        int at = 0;
        while (at < text.length()) {
            at = cut.token(at);
        }
        return cut.tokens;
    }

    private int token(int at) {
        char c = text.charAt(at);
        if (c == '\'') {
            return closed(SqlToken.Kind.TEXT, at, text.indexOf(c, at + 1), 1);
        }
        if (c == '"' || c == '`') {
            return closed(SqlToken.Kind.NAME, at, text.indexOf(c, at + 1), 1);
        }
        if (text.startsWith("/*", at)) {
            return closed(SqlToken.Kind.COMMENT, at, text.indexOf("*/", at + 2), 2);
        }
        if (text.startsWith("--", at) || text.startsWith("//", at)) {
            return add(SqlToken.Kind.COMMENT, at, endOfLine(at));
        }
        if (text.startsWith("\\\\", at)) {
            return add(SqlToken.Kind.SEMICOLON, at, at + 2);
        }
        if (c == '\\') {
            return add(SqlToken.Kind.COMMAND, at, endOfCommand(at + 1));
        }
        if (c == ';') {
            return add(SqlToken.Kind.SEMICOLON, at, at + 1);
        }
        return plain(at, c);
    }

    private int plain(int at, char c) {
        int end = at + 1;
        if (Character.isWhitespace(c)) {
            while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return add(SqlToken.Kind.BLANK, at, end);
        }
        if (Character.isJavaIdentifierStart(c)) {
            return add(SqlToken.Kind.WORD, at, endOfWord(at));
        }
        if (Character.isDigit(c)) {
            while (end < text.length() && (isPartOfWord(end) || text.charAt(end) == '.')) {
                end++;
            }
            return add(SqlToken.Kind.NUMBER, at, end);
        }
        int variable = c == ':' && canBeginVariable(at) ? endOfVariable(at + 1) : -1;
        return variable > 0 ? add(SqlToken.Kind.VARIABLE, at, variable) : add(SqlToken.Kind.SYMBOL, at, end);
    }

    /** A colon behind a value leads into it. */
    private boolean canBeginVariable(int colon) {
        return colon == 0 || !isPartOfWord(colon - 1) && "\"`')]:".indexOf(text.charAt(colon - 1)) < 0;
    }

    /** Where a variable ends whose name, with quotes or without, begins here; negative when there is none. */
    private int endOfVariable(int from) {
        boolean quoted = from < text.length() && (text.charAt(from) == '\'' || text.charAt(from) == '"');
        int name = quoted ? from + 1 : from;
        int end = endOfWord(name);
        if (end == name) {
            return -1;
        }
        if (!quoted) {
            return end;
        }
        return end < text.length() && text.charAt(end) == text.charAt(from) ? end + 1 : -1;
    }

    private boolean isPartOfWord(int at) {
        return Character.isJavaIdentifierPart(text.charAt(at));
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < text.length() && isPartOfWord(end)) {
            end++;
        }
        return end;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** The end of the line, or a blank and a backslash outside quotes. */
    private int endOfCommand(int from) {
        char quote = 0;
        int end = endOfLine(from);
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '\\' && Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return end;
    }

    private int closed(SqlToken.Kind kind, int start, int found, int length) {
        int end = found < 0 ? text.length() : found + length;
        tokens.add(new SqlToken(kind, start, end, found >= 0));
        return end;
    }

    private int add(SqlToken.Kind kind, int start, int end) {
        tokens.add(new SqlToken(kind, start, end, true));
        return end;
    }
}
