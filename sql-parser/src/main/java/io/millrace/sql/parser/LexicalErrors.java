package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.List;

/** Says why the scanner stopped. */
final class LexicalErrors {
    private LexicalErrors() {}

    /** The error at the first character after the tokens that were read. */
    static SqlSyntaxException explain(SourceText source, List<Token> read) {
        String text = source.text();
        int offset = read.isEmpty() ? 0 : source.endOf(read.get(read.size() - 1));
        offset = skipBlanksAndComments(text, offset);
        if (offset >= text.length()) {
            return new SqlSyntaxException(source.position(offset, offset), "unexpected end of text");
        }
        if (text.startsWith("/*", offset)) {
            return new SqlSyntaxException(
                    source.position(offset, offset + 2), "the comment that begins here is not closed; add \"*/\"");
        }
        int symbol = text.codePointAt(offset);
        int end = offset + Character.charCount(symbol);
        return new SqlSyntaxException(source.position(offset, end), describe(symbol));
    }

    private static String describe(int symbol) {
        if (symbol == '`') {
            return "unexpected \"`\"; names are quoted with double quotes";
        }
        if (Character.isISOControl(symbol) || !Character.isDefined(symbol)) {
            return String.format("unexpected character U+%04X", symbol);
        }
        return "unexpected character \"" + Character.toString(symbol) + "\"";
    }

    private static int skipBlanksAndComments(String text, int from) {
        int offset = from;
        while (offset < text.length()) {
            if (" \t\n\r\f".indexOf(text.charAt(offset)) >= 0) {
                offset++;
            } else if (text.startsWith("--", offset) || text.startsWith("//", offset)) {
                offset = endOfLine(text, offset);
            } else if (text.startsWith("/*", offset) && text.indexOf("*/", offset + 2) >= 0) {
                offset = text.indexOf("*/", offset + 2) + 2;
            } else {
                break;
            }
        }
        return offset;
    }

    private static int endOfLine(String text, int from) {
        int offset = from;
        while (offset < text.length() && text.charAt(offset) != '\n' && text.charAt(offset) != '\r') {
            offset++;
        }
        return offset;
    }
}
