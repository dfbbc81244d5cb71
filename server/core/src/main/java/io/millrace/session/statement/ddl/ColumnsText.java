package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.session.statement.At;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.Written;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
     * The statement with the columns before everything else that it declares, read as it will be when it is executed for the next time.
     *
     * @param name of what is created, as it stands in the statement
     */
    static ParsedStatement in(ParsedStatement statement, Written name, List<SourceColumn> columns) {
        checkNames(name, columns);
        try {
            return SqlParsing.parseStatement(written(statement, name, columns));
        } catch (SqlSyntaxException e) {
            throw refused(ErrorCode.INVALID_DEFINITION, name, e.getMessage());
        }
    }

    private static void checkNames(Written name, List<SourceColumn> columns) {
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).field().name();
            if (column.isBlank()) {
                throw refused(ErrorCode.INVALID_DEFINITION, name, "column " + (i + 1) + " has no name");
            }
            String before = names.put(column, column);
            if (before != null) {
                throw refused(
                        ErrorCode.COLUMN_ALREADY_EXISTS,
                        name,
                        before.equals(column)
                                ? "\"" + column + "\" is there twice"
                                : "\"" + before + "\" and \"" + column + "\" differ in case only");
            }
        }
    }

    /** What is wrong with the columns that were found, and what to do. */
    static MillraceException refused(ErrorCode code, Written name, String fact) {
        return At.error(code, name, "columns were found that cannot be declared: " + fact + "; write (name type, …)");
    }

    private static String written(ParsedStatement parsed, Written name, List<SourceColumn> columns) {
        String statement = parsed.text();
        ColumnsText place = new ColumnsText(statement, parsed.offsetOf(name));
        place.passName();
        int end = place.at;
        place.passBlanks();
        String declared =
                columns.stream().map(column -> declaration(column.field())).collect(Collectors.joining(", "));
        return place.startsWith("(")
                ? statement.substring(0, place.at + 1) + declared + ", " + statement.substring(place.at + 1)
                : statement.substring(0, end) + " (" + declared + ")" + statement.substring(end);
    }

    private static String declaration(Field field) {
        return RelationName.quoted(field.name()) + " " + type(field.type()) + (field.nullable() ? "" : " NOT NULL");
    }

    /** A type as it can be declared: with all names in quotes, since they may be words of SQL. What is in an ARRAY or a MAP may be NULL. */
    private static String type(Type type) {
        if (type instanceof StructType row) {
            return row.fields().stream().map(ColumnsText::declaration).collect(Collectors.joining(", ", "ROW(", ")"));
        }
        if (type instanceof MapType map) {
            return "MAP<" + type(map.key()) + ", " + type(map.value()) + ">";
        }
        return type instanceof ArrayType array
                ? type(array.element()) + " " + array.kind().sqlName()
                : type.sql();
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
            if (startsWith("--") || startsWith("//")) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
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
