package io.millrace.sql.tree;

import org.apache.calcite.sql.parser.SqlParserPos;

/** A text is not a statement of Millrace; says where and, if it can be guessed, what to write instead. */
public final class SqlSyntaxException extends RuntimeException {
    /** The SQLSTATE of syntax errors. */
    public static final String SQLSTATE = "42601";

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final int endLine;
    private final int endColumn;
    private final String problem;

    public SqlSyntaxException(SqlParserPos position, String problem) {
        super("line " + position.getLineNum() + ":" + position.getColumnNum() + ": " + problem);
        this.line = position.getLineNum();
        this.column = position.getColumnNum();
        this.endLine = position.getEndLineNum();
        this.endColumn = position.getEndColumnNum();
        this.problem = problem;
    }

    /** Line of the first character at fault, from 1. */
    public int line() {
        return line;
    }

    /** Column of the first character at fault, from 1. */
    public int column() {
        return column;
    }

    public int endLine() {
        return endLine;
    }

    /** Column of the last character at fault, from 1. */
    public int endColumn() {
        return endColumn;
    }

    /** The message without the position. */
    public String problem() {
        return problem;
    }
}
