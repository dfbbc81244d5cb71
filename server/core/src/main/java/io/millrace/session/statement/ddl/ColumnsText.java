package io.millrace.session.statement.ddl;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.sql.tree.Written;
import java.util.List;
import java.util.stream.Collectors;

/** Writes columns into a CREATE statement that declares none, so that it says what was found, and says it for ever. */
final class ColumnsText {

    private final String text;
    private int at;

    private ColumnsText(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /**
     * The statement with the columns before everything else that it declares.
     *
     * @param name of what is created, as it stands in the statement
     */
    static String in(String statement, Written name, List<SourceColumn> columns) {
        ColumnsText place = new ColumnsText(statement, offset(statement, name));
        place.passName();
        int end = place.at;
        place.passBlanks();
        String written = columns.stream().map(ColumnsText::declaration).collect(Collectors.joining(", "));
        return place.startsWith("(")
                ? statement.substring(0, place.at + 1) + written + ", " + statement.substring(place.at + 1)
                : statement.substring(0, end) + " (" + written + ")" + statement.substring(end);
    }

    private static String declaration(SourceColumn column) {
        return '"' + column.field().name().replace("\"", "\"\"") + "\" "
                + column.field().type().sql() + (column.field().nullable() ? "" : " NOT NULL");
    }

    private static int offset(String statement, Written name) {
        int start = 0;
        for (int line = 1; line < name.line(); line++) {
            start = statement.indexOf('\n', start) + 1;
        }
        return start + name.column() - 1;
    }

    private boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    private void passName() {
        passPart();
        while (startsWith(".")) {
            at++;
            passPart();
        }
    }

    private void passPart() {
        char quote = text.charAt(at);
        if (quote != '"' && quote != '`') {
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            return;
        }
        do {
            at = text.indexOf(quote, at + 1) + 1;
        } while (at < text.length() && text.charAt(at) == quote);
    }

    private void passBlanks() {
        int before;
        do {
            before = at;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (startsWith("--")) {
                at = behind("\n");
            } else if (startsWith("/*")) {
                at = behind("*/");
            }
        } while (at > before);
    }

    private int behind(String end) {
        int found = text.indexOf(end, at);
        return found < 0 ? text.length() : found + end.length();
    }
}
