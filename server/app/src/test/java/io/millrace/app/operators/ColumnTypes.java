package io.millrace.app.operators;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * Types of columns as Calcite's tests write them.
 *
 * <p>Lengths, digits and whether there may be nulls are not compared: there are rules of our own for them.
 */
final class ColumnTypes {

    private ColumnTypes() {}

    static String of(ResultSetMetaData columns) throws SQLException {
        return columns.getColumnTypeName(1);
    }

    static boolean same(String expected, String actual) {
        return plain(expected).equals(plain(actual));
    }

    private static String plain(String type) {
        String plain = type.replace(" NOT NULL", "")
                .replaceAll("\\(\\d+(, ?\\d+)?\\)", "")
                .strip();
        if (plain.startsWith("INTERVAL")) {
            return plain.contains("YEAR") || plain.contains("MONTH") && !plain.contains("MINUTE")
                    ? "INTERVAL YEAR TO MONTH"
                    : "INTERVAL DAY TO SECOND";
        }
        return nested(plain)
                .replaceAll("\\b(NULL|UNKNOWN)\\b", "CHAR") // a NULL without a type is a text
                .replaceAll("\\bVARCHAR", "CHAR")
                .replaceAll("\\bVARBINARY", "BINARY")
                .replace("FLOAT", "DOUBLE")
                .replace("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "TIMESTAMP WITH LOCAL TIME ZONE");
    }

    /** Rows and maps as Calcite writes them in our words: a field as its type alone. */
    private static String nested(String type) {
        String plain = type.replaceAll("RecordType\\(", "ROW(").replaceAll("MAP<([^<>]*)>", "($1) MAP");
        return plain.contains("ROW(")
                ? plain.replaceAll("([A-Z]+(?: ARRAY)?) [\\w$]+(?=[,)])", "$1")
                        .replaceAll("(?<=[(,] ?)\"?[\\w$]+\"? (?=[A-Z]+( ARRAY)?[,)])", "")
                : plain;
    }
}
