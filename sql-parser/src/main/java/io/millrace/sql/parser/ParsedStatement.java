package io.millrace.sql.parser;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One statement of a script.
 *
 * @param statement the tree; its positions are lines and columns of the script
 * @param text the text without the semicolon and without what surrounds it
 * @param position first and last character of {@code text} in the script
 * @param offset index of the first character of {@code text} in the script
 * @param parameters how many {@code ?} there are
 */
public record ParsedStatement(Statement statement, String text, SqlParserPos position, int offset, int parameters) {

    /** The line of the script in which the statement begins. */
    public int firstLine() {
        return position.getLineNum();
    }

    /** The column of that line. */
    public int firstColumn() {
        return position.getColumnNum();
    }

    /** Where a part of the statement begins in {@link #text}, which need not be the first of its script. */
    public int offsetOf(Written part) {
        return new SourceText(text).offset(lineOf(part), columnOf(part));
    }

    /** The line of {@link #text}, from 1, in which a part of the statement begins. */
    public int lineOf(Written part) {
        return part.line() - firstLine() + 1;
    }

    /** The column of that line, from 1, in which it begins. */
    public int columnOf(Written part) {
        return part.column() - (part.line() == firstLine() ? firstColumn() - 1 : 0);
    }

    /** A part of the statement as it is written. */
    String textAt(SqlParserPos part) {
        return text.substring(
                offset(part.getLineNum(), part.getColumnNum()),
                offset(part.getEndLineNum(), part.getEndColumnNum()) + 1);
    }

    private int offset(int line, int column) {
        int before = line == position.getLineNum() ? position.getColumnNum() - 1 : 0;
        return new SourceText(text).offset(line - position.getLineNum() + 1, column - before);
    }
}
