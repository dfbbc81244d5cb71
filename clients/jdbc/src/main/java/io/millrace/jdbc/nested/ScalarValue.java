package io.millrace.jdbc.nested;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** Values in JSON in the classes that JDBC has for their types. */
final class ScalarValue {

    private ScalarValue() {}

    static Object of(String type, String text) {
        switch (word(type)) {
            case "BOOLEAN":
                return Boolean.valueOf(text);
            case "TINYINT":
            case "SMALLINT":
            case "INTEGER":
                return Integer.valueOf(text);
            case "BIGINT":
                return Long.valueOf(text);
            case "REAL":
                return Float.valueOf(text);
            case "DOUBLE":
                return Double.valueOf(text);
            case "DECIMAL":
                return new BigDecimal(text);
            case "BINARY":
            case "VARBINARY":
                return bytes(text);
            case "UUID":
                return UUID.fromString(text);
            case "DATE":
                return Date.valueOf(LocalDate.parse(text));
            case "TIME":
                return time(LocalTime.parse(text));
            case "TIMESTAMP":
                return Timestamp.valueOf(LocalDateTime.parse(text.replace(' ', 'T')));
            case "INTERVAL":
                return Long.valueOf(text);
            default:
                return text;
        }
    }

    /** The first word of a type, without what stands in parentheses behind it. */
    private static String word(String type) {
        int end = 0;
        while (end < type.length() && Character.isLetter(type.charAt(end))) {
            end++;
        }
        return type.substring(0, end);
    }

    /** A {@link Time} with its milliseconds. */
    private static Time time(LocalTime time) {
        return new Time(Time.valueOf(time).getTime() + time.getNano() / 1_000_000);
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
