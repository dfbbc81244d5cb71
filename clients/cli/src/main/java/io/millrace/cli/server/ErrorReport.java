package io.millrace.cli.server;

import io.millrace.cli.output.CellText;
import io.millrace.cli.text.SqlText;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints what went wrong and, when the server says where, the line of SQL with a caret under the place. */
public final class ErrorReport {

    private static final Pattern POSITION = Pattern.compile("^line ([0-9]{1,9}):([0-9]{1,9}): (.*)", Pattern.DOTALL);

    /** What a terminal might obey; something as wide stands for it, so that the caret stays under its place. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]");

    private ErrorReport() {}

    /** Says what went wrong with a statement. */
    public static void print(PrintWriter errors, SqlText statement, SQLException failure) {
        String message = CellText.lines(String.valueOf(failure.getMessage()));
        String state = failure.getSQLState() == null ? "" : " " + failure.getSQLState();
        Matcher position = POSITION.matcher(message);
        if (!position.matches()) {
            errors.println("ERROR" + state + ": " + message);
        } else {
            int line = Integer.parseInt(position.group(1));
            int column = Integer.parseInt(position.group(2));
            int scriptLine = statement.line() + line - 1;
            int scriptColumn = line == 1 ? statement.column() + column - 1 : column;
            errors.println("ERROR" + state + ": line " + scriptLine + ":" + scriptColumn + ": " + position.group(3));
            printCaret(errors, statement.text(), line, column);
        }
        errors.flush();
    }

    private static void printCaret(PrintWriter errors, String sql, int line, int column) {
        String[] lines = sql.split("\r?\n", -1);
        if (line <= lines.length && column <= lines[line - 1].length() + 1) {
            String text = CONTROL.matcher(lines[line - 1]).replaceAll("\uFFFD");
            // tabs stay, so that the caret lands under its character
            String blank = text.substring(0, column - 1).replaceAll("[^\t]", " ");
            errors.println("  " + text);
            errors.println("  " + blank + "^");
        }
    }
}
