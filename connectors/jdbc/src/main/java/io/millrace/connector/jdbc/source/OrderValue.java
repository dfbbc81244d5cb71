package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The value of a column by which rows are ordered, as exact as the database has it; the database alone compares them.
 *
 * @param value of a class that drivers take as a parameter
 */
record OrderValue(Object value) {

    /** How the values of a column are read. */
    private enum Kind {
        LONG(Long.class),
        DECIMAL(BigDecimal.class),
        TEXT(String.class),
        DATE(LocalDate.class),
        TIMESTAMP(LocalDateTime.class),
        INSTANT(OffsetDateTime.class),
        UUID(UUID.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }

        Object parse(String text) {
            return switch (this) {
                case LONG -> Long.valueOf(text);
                case DECIMAL -> new BigDecimal(text);
                case TEXT -> text;
                case DATE -> LocalDate.parse(text);
                case TIMESTAMP -> LocalDateTime.parse(text);
                case INSTANT -> OffsetDateTime.parse(text);
                case UUID -> java.util.UUID.fromString(text);
            };
        }
    }

    /** @throws MillraceException when rows cannot be ordered by the column */
    static void check(TargetColumn column) {
        kind(column);
    }

    private static Kind kind(TargetColumn column) {
        boolean zoned = column.typeName().endsWith("tz");
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.LONG;
            case Types.NUMERIC, Types.DECIMAL -> Kind.DECIMAL;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR -> Kind.TEXT;
            case Types.DATE -> Kind.DATE;
            case Types.TIMESTAMP -> zoned ? Kind.INSTANT : Kind.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.INSTANT;
            default -> {
                if (column.typeName().equalsIgnoreCase("uuid")) {
                    yield Kind.UUID;
                }
                throw unordered(column, "a number, a text, a date or a timestamp");
            }
        };
    }

    /** @throws MillraceException when the values of a column do not grow in one way only, whatever the database's settings */
    static void checkGrowing(TargetColumn column) {
        Kind kind = kind(column);
        if (kind == Kind.TEXT || kind == Kind.UUID) {
            throw unordered(column, "a number, a date or a timestamp");
        }
    }

    private static MillraceException unordered(TargetColumn column, String remedy) {
        return new MillraceException(
                ErrorCode.INVALID_DEFINITION,
                "rows cannot be read in the order of column \"" + column.name() + "\", which is a " + column.typeName()
                        + "; name " + remedy);
    }

    static boolean isWhole(TargetColumn column) {
        return kind(column) == Kind.LONG;
    }

    /** The value in the current row; a value of null is NULL. */
    static OrderValue read(ResultSet row, int index, TargetColumn column) throws SQLException {
        Kind kind = kind(column);
        if (kind == Kind.LONG) {
            long number = row.getLong(index);
            return new OrderValue(row.wasNull() ? null : number);
        }
        Object value = row.getObject(index, kind.type);
        if (value instanceof BigDecimal number) {
            return new OrderValue(number.stripTrailingZeros());
        }
        return new OrderValue(
                value instanceof OffsetDateTime time ? time.withOffsetSameInstant(ZoneOffset.UTC) : value);
    }

    /** The value as text that {@link #decode} reads. */
    String encode() {
        for (Kind kind : Kind.values()) {
            if (kind.type.isInstance(value)) {
                return kind.name() + " " + value;
            }
        }
        throw new IllegalStateException("no value to order by: " + value);
    }

    static OrderValue decode(String text) {
        int space = text.indexOf(' ');
        return new OrderValue(Kind.valueOf(text.substring(0, space)).parse(text.substring(space + 1)));
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
