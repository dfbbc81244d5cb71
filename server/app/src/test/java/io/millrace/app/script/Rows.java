package io.millrace.app.script;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Rows of a result as scripts write them. */
final class Rows {

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private Rows() {}

    public static List<String> all(ResultSet result, boolean text) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            if (text) {
                rows.addAll(result.getString(1).lines().toList());
            } else {
                rows.add(row(result, columns));
            }
        }
        return rows;
    }

    /** The first columns of the row on which the result stands. */
    static String row(ResultSet result, int columns) throws SQLException {
        List<Token> tokens = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            Object value = result.getObject(column);
            tokens.add(value == null ? new Token("NULL", false) : new Token(text(value), true));
        }
        return Token.join(tokens);
    }

    static List<String> types(ResultSet result) throws SQLException {
        List<String> types = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            types.add(result.getMetaData().getColumnTypeName(column).replace(' ', '_'));
        }
        return types;
    }

    private static String text(Object value) throws SQLException {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof Timestamp timestamp) {
            return timestamp(timestamp.toLocalDateTime());
        } else if (value instanceof LocalDateTime timestamp) {
            return timestamp(timestamp);
        } else if (value instanceof Date date) {
            return date.toLocalDate().toString();
        } else if (value instanceof Time time) {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(time.toLocalTime());
        } else if (value instanceof byte[] bytes) {
            return "x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof Array array) {
            return list(Arrays.asList((Object[]) array.getArray()));
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Struct row) {
            String fields = list(Arrays.asList(row.getAttributes()));
            return "(" + fields.substring(1, fields.length() - 1) + ")";
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        return value.toString();
    }

    private static String list(List<?> values) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(value == null ? "NULL" : text(value));
        }
        return "[" + String.join(",", texts) + "]";
    }

    private static String map(Map<?, ?> map) throws SQLException {
        List<String> entries = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries.add(text(entry.getKey()) + ":" + (entry.getValue() == null ? "NULL" : text(entry.getValue())));
        }
        return "{" + String.join(",", entries) + "}";
    }

    private static String timestamp(LocalDateTime timestamp) {
        return TIMESTAMP.format(timestamp);
    }
}
