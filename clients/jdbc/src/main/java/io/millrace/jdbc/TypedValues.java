package io.millrace.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads a column as the class that the caller wants. Times are read from the wall clock, untouched by any time zone. */
final class TypedValues {

    private interface Reader {
        Object read(MillraceResultSet rows, int column) throws SQLException;
    }

    private static final Map<Class<?>, Reader> READERS = readers();

    private final MillraceResultSet rows;

    TypedValues(MillraceResultSet rows) {
        this.rows = rows;
    }

    private static Map<Class<?>, Reader> readers() {
        Map<Class<?>, Reader> readers = new HashMap<>();
        readers.put(Object.class, MillraceResultSet::getObject);
        readers.put(String.class, MillraceResultSet::getString);
        readers.put(Boolean.class, MillraceResultSet::getBoolean);
        readers.put(Byte.class, MillraceResultSet::getByte);
        readers.put(Short.class, MillraceResultSet::getShort);
        readers.put(Integer.class, MillraceResultSet::getInt);
        readers.put(Long.class, MillraceResultSet::getLong);
        readers.put(Float.class, MillraceResultSet::getFloat);
        readers.put(Double.class, MillraceResultSet::getDouble);
        readers.put(BigDecimal.class, MillraceResultSet::getBigDecimal);
        readers.put(BigInteger.class, MillraceResultSet::integerAt);
        readers.put(byte[].class, MillraceResultSet::getBytes);
        readers.put(Array.class, MillraceResultSet::getArray);
        readers.put(UUID.class, MillraceResultSet::getObject);
        readers.put(Struct.class, MillraceResultSet::getObject);
        readers.put(Map.class, MillraceResultSet::getObject);
        readers.put(Date.class, MillraceResultSet::getDate);
        readers.put(Time.class, MillraceResultSet::getTime);
        readers.put(Timestamp.class, MillraceResultSet::getTimestamp);
        readers.put(LocalDate.class, TypedValues::localDate);
        readers.put(LocalTime.class, TypedValues::localTime);
        readers.put(LocalDateTime.class, TypedValues::localDateTime);
        readers.put(Instant.class, (rows, column) -> localDateTime(rows, column).toInstant(ZoneOffset.UTC));
        readers.put(
                OffsetDateTime.class,
                (rows, column) -> localDateTime(rows, column).atOffset(ZoneOffset.UTC));
        readers.put(
                ZonedDateTime.class,
                (rows, column) -> localDateTime(rows, column).atZone(ZoneOffset.UTC));
        readers.put(java.util.Date.class, MillraceResultSet::getTimestamp);
        return Map.copyOf(readers);
    }

    <T> T get(int column, Class<T> type) throws SQLException {
        Reader reader = READERS.get(type);
        if (reader == null) {
            throw new SQLDataException("column " + column + " cannot be read as " + type.getName(), "22018");
        }
        if (rows.getObject(column) == null) {
            return null;
        }
        return type.cast(reader.read(rows, column));
    }

    private static LocalDate localDate(MillraceResultSet rows, int column) throws SQLException {
        switch (rows.typeOf(column)) {
            case Types.DATE:
                return LocalDate.ofEpochDay(rows.getLong(column));
            case Types.TIMESTAMP:
                return localDateTime(rows, column).toLocalDate();
            default:
                throw wrongType(rows, column, "a date");
        }
    }

    private static LocalTime localTime(MillraceResultSet rows, int column) throws SQLException {
        switch (rows.typeOf(column)) {
            case Types.TIME:
                return LocalTime.ofNanoOfDay(rows.getLong(column) * 1_000_000);
            case Types.TIMESTAMP:
                return localDateTime(rows, column).toLocalTime();
            default:
                throw wrongType(rows, column, "a time");
        }
    }

    private static LocalDateTime localDateTime(MillraceResultSet rows, int column) throws SQLException {
        switch (rows.typeOf(column)) {
            case Types.TIMESTAMP:
                return rows.wallClock(column);
            case Types.DATE:
                return LocalDate.ofEpochDay(rows.getLong(column)).atStartOfDay();
            default:
                throw wrongType(rows, column, "a timestamp");
        }
    }

    private static SQLDataException wrongType(MillraceResultSet rows, int column, String wanted) throws SQLException {
        return new SQLDataException(
                "column " + column + " of type " + rows.getMetaData().getColumnTypeName(column) + " is not " + wanted,
                "22018");
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
        }
        return text.toString();
    }
}
