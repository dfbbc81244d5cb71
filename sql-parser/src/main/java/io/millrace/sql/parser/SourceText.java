package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.Token;
import java.util.Arrays;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A script, and where its lines begin, to go between offsets and positions. */
final class SourceText {
    private final String text;
    private final int[] lineStarts;

    SourceText(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    String text() {
        return text;
    }

    int offset(int line, int column) {
        return lineStarts[line - 1] + column - 1;
    }

    int startOf(Token token) {
        return offset(token.beginLine, token.beginColumn);
    }

    /** Index after the last character of a token. */
    int endOf(Token token) {
        return offset(token.endLine, token.endColumn) + 1;
    }

    /** The position of the characters from {@code start} to before {@code end}. */
    SqlParserPos position(int start, int end) {
        int first = lineOf(start);
        int last = lineOf(Math.max(start, end - 1));
        return new SqlParserPos(
                first + 1, start - lineStarts[first] + 1, last + 1, Math.max(start, end - 1) - lineStarts[last] + 1);
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean end = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (end) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }
}
