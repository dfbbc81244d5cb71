package io.millrace.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;

/**
 * Reads a column as one of Java's numbers. What does not fit is an error (SQLSTATE 22003), as JDBC wants it, and never another number;
 * digits behind the point are cut off. Texts are read as the numbers that they spell.
 */
final class NumberValues {

    /** A text of a few characters can spell a number that no memory has room for. */
    private static final int MOST_DIGITS = 10_000;

    private final MillraceResultSet rows;

    NumberValues(MillraceResultSet rows) {
        this.rows = rows;
    }

    byte byteAt(int column) throws SQLException {
        return (byte) whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    short shortAt(int column) throws SQLException {
        return (short) whole(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    int intAt(int column) throws SQLException {
        return (int) whole(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    /** The whole number in a column; dates and times are their days and milliseconds. */
    long longAt(int column) throws SQLException {
        return whole(column, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    private long whole(int column, long least, long greatest, String wanted) throws SQLException {
        long value;
        switch (rows.typeOf(column)) {
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE:
                value = ofDouble(column, rows.plainDouble(column), wanted);
                break;
            case Types.DECIMAL:
                BigDecimal decimal = rows.getBigDecimal(column);
                value = decimal == null ? 0 : ofDecimal(column, decimal, wanted);
                break;
            case Types.CHAR:
            case Types.VARCHAR:
                BigDecimal spelt = spelt(column, wanted);
                value = spelt == null ? 0 : ofDecimal(column, spelt, wanted);
                break;
            case Types.BOOLEAN:
                value = rows.getBoolean(column) ? 1 : 0;
                break;
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
            case Types.BIGINT:
            case Types.DATE:
            case Types.TIME:
                value = rows.plainLong(column);
                break;
            case Types.TIMESTAMP:
                value = rows.millisOfTimestamp(column);
                break;
            default:
                throw noNumber(column, wanted);
        }
        if (value < least || value > greatest) {
            throw outOfRange(column, Long.toString(value), wanted);
        }
        return value;
    }

    private static long ofDouble(int column, double value, String wanted) throws SQLException {
        // 2^63 is the first that does not fit; the comparison is false for what is not a number
        if (!(value >= -0x1p63 && value < 0x1p63)) {
            throw outOfRange(column, Double.toString(value), wanted);
        }
        return (long) value;
    }

    private static long ofDecimal(int column, BigDecimal value, String wanted) throws SQLException {
        // without writing all the digits of 1e999999999
        BigInteger whole = value.precision() - (long) value.scale() > 19 ? null : value.toBigInteger();
        if (whole == null || whole.bitLength() > 63) {
            throw outOfRange(column, value.toString(), wanted);
        }
        return whole.longValue();
    }

    float floatAt(int column) throws SQLException {
        double value = doubleAt(column);
        if (Math.abs(value) > Float.MAX_VALUE && !Double.isInfinite(value)) {
            throw outOfRange(column, Double.toString(value), "float");
        }
        return (float) value;
    }

    double doubleAt(int column) throws SQLException {
        switch (rows.typeOf(column)) {
            case Types.CHAR:
            case Types.VARCHAR:
                BigDecimal spelt = spelt(column, "double");
                double value = spelt == null ? 0 : spelt.doubleValue();
                if (Double.isInfinite(value)) {
                    throw outOfRange(column, spelt.toString(), "double");
                }
                return value;
            case Types.DECIMAL:
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE:
                return rows.plainDouble(column);
            default:
                return longAt(column);
        }
    }

    /** The number in a column, or null; a REAL has the digits that it is written with. */
    BigDecimal decimalAt(int column) throws SQLException {
        switch (rows.typeOf(column)) {
            case Types.DECIMAL:
                return rows.plainDecimal(column);
            case Types.CHAR:
            case Types.VARCHAR:
                return spelt(column, "BigDecimal");
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE:
                double value = rows.plainDouble(column);
                if (Double.isNaN(value) || Double.isInfinite(value)) {
                    throw outOfRange(column, Double.toString(value), "BigDecimal");
                }
                boolean narrow = rows.typeOf(column) == Types.REAL;
                return rows.wasNull()
                        ? null
                        : new BigDecimal(narrow ? Float.toString((float) value) : Double.toString(value));
            default:
                long whole = longAt(column);
                return rows.wasNull() ? null : BigDecimal.valueOf(whole);
        }
    }

    /** The whole number in a column, or null; one of more digits than any type of SQL has must come from a text. */
    BigInteger integerAt(int column) throws SQLException {
        BigDecimal value = decimalAt(column);
        if (value != null && value.precision() - (long) value.scale() > MOST_DIGITS) {
            throw outOfRange(column, value.toString(), "BigInteger");
        }
        return value == null ? null : value.toBigInteger();
    }

    /** The number that a text spells. */
    private BigDecimal spelt(int column, String wanted) throws SQLException {
        String text = rows.getString(column);
        try {
            return text == null ? null : new BigDecimal(text.trim());
        } catch (NumberFormatException failure) {
            throw new SQLDataException("column " + column + ": '" + text + "' is no number (" + wanted + ")", "22018");
        }
    }

    private SQLDataException noNumber(int column, String wanted) throws SQLException {
        return new SQLDataException(
                "column " + column + " of type " + rows.getMetaData().getColumnTypeName(column) + " is no number ("
                        + wanted + ")",
                "22018");
    }

    private static SQLDataException outOfRange(int column, String value, String wanted) {
        return new SQLDataException(
                "column " + column + ": " + value + " is too large for a number of type " + wanted, "22003");
    }
}
