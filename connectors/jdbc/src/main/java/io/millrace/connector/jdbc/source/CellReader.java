package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.variant.InvalidJsonException;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;

/** Reads one column of results as one column of a relation. */
final class CellReader {

    /** A value that the declared column cannot hold. */
    static final class UnfitException extends Exception {

        private static final long serialVersionUID = 1;

        UnfitException(String text) {
            super(text, null, false, false);
        }
    }

    private interface Reading {
        /** Appends the value, and nothing when it is NULL. */
        void read(ResultSet row, int column, ColumnBuilder to) throws SQLException, UnfitException;
    }

    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final Set<Integer> EXACT = Set.of(Types.NUMERIC, Types.DECIMAL);

    /** Beyond this many digits a database has no limit, and says so with some large number or 0. */
    private static final int MOST_DIGITS = 1000;

    private final Field field;
    private final Reading reading;

    private CellReader(Field field, Reading reading) {
        this.field = field;
        this.reading = reading;
    }

    /** Whether a column can hold all values of a column of results, but for texts and numbers that are checked one by one. */
    static boolean fits(Type type, TargetColumn from) {
        int code = from.type();
        boolean zoned = from.typeName().endsWith("tz");
        return switch (type.kind()) {
            case BOOLEAN -> code == Types.BOOLEAN || code == Types.BIT;
            case TINYINT -> integerDigits(from) <= 3;
            case SMALLINT -> integerDigits(from) <= 5;
            case INTEGER -> integerDigits(from) <= 10;
            case BIGINT -> integerDigits(from) <= 19;
            case REAL -> code == Types.REAL;
            case DOUBLE -> code == Types.REAL || code == Types.FLOAT || code == Types.DOUBLE;
            case DECIMAL -> isHeld((ScalarType) type, from);
            case CHAR, VARCHAR -> !BYTES.contains(code);
            case BINARY, VARBINARY -> BYTES.contains(code);
            case UUID -> from.typeName().equalsIgnoreCase("uuid");
            case DATE -> code == Types.DATE;
            case TIME -> code == Types.TIME && !zoned;
            case TIMESTAMP -> code == Types.TIMESTAMP && !zoned;
            case TIMESTAMP_LTZ -> code == Types.TIMESTAMP_WITH_TIMEZONE || (code == Types.TIMESTAMP && zoned);
            case VARIANT -> from.typeName().equals("json") || from.typeName().equals("jsonb");
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP -> false;
        };
    }

    private static int integerDigits(TargetColumn from) {
        return switch (from.type()) {
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            default -> Integer.MAX_VALUE;
        };
    }

    private static boolean isHeld(ScalarType type, TargetColumn from) {
        if (!EXACT.contains(from.type())) {
            return integerDigits(from) <= type.precision() - type.scale();
        }
        boolean unlimited = from.size() == 0 || from.size() > MOST_DIGITS;
        return unlimited
                || (from.scale() <= type.scale() && from.size() - from.scale() <= type.precision() - type.scale());
    }

    static CellReader of(Field field) {
        return new CellReader(field, reading(field.type()));
    }

    private static Reading reading(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> CellReader::readBoolean;
            case TINYINT, SMALLINT, INTEGER -> CellReader::readInt;
            case BIGINT -> CellReader::readLong;
            case REAL, DOUBLE -> CellReader::readDouble;
            case DECIMAL -> (row, column, to) -> readDecimal((ScalarType) type, row, column, to);
            case CHAR, VARCHAR -> (row, column, to) -> readText((ScalarType) type, row, column, to);
            case BINARY, VARBINARY -> (row, column, to) -> readBytes((ScalarType) type, row, column, to);
            case UUID -> CellReader::readUuid;
            case DATE -> CellReader::readDate;
            case TIME -> CellReader::readTime;
            case TIMESTAMP -> (row, column, to) -> readTimestamp((ScalarType) type, row, column, to);
            case TIMESTAMP_LTZ -> (row, column, to) -> readInstant((ScalarType) type, row, column, to);
            case VARIANT -> CellReader::readJson;
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP ->
                throw new IllegalStateException("columns of " + type.sql() + " were refused");
        };
    }

    /** Appends the value of the current row. */
    void read(ResultSet row, int column, ColumnBuilder to) throws SQLException, UnfitException {
        int before = to.size();
        try {
            reading.read(row, column, to);
        } catch (DateTimeException
                | ArithmeticException
                | ClassCastException e) { // the last for a NUMERIC that is no number
            throw new UnfitException(complaint(row.getString(column)));
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state != null && state.startsWith("22")) {
                throw new UnfitException("column \"" + field.name() + "\": " + e.getMessage());
            }
            throw e;
        } catch (UnfitException e) {
            throw new UnfitException(complaint(e.getMessage()));
        }
        if (to.size() > before) {
            return;
        }
        if (!field.nullable()) {
            throw new UnfitException("column \"" + field.name() + "\" is NULL, but was declared NOT NULL");
        }
        to.appendNull();
    }

    private String complaint(String value) {
        return "column \"" + field.name() + "\": " + value + " is not a "
                + field.type().sql();
    }

    private static void readBoolean(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        boolean value = row.getBoolean(column);
        if (!row.wasNull()) {
            ((BooleanColumnBuilder) to).append(value);
        }
    }

    private static void readInt(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        int value = row.getInt(column);
        if (!row.wasNull()) {
            ((IntColumnBuilder) to).append(value);
        }
    }

    private static void readLong(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        long value = row.getLong(column);
        if (!row.wasNull()) {
            ((LongColumnBuilder) to).append(value);
        }
    }

    private static void readDouble(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        double value = row.getDouble(column);
        if (!row.wasNull()) {
            ((DoubleColumnBuilder) to).append(value);
        }
    }

    private static void readDecimal(ScalarType type, ResultSet row, int column, ColumnBuilder to)
            throws SQLException, UnfitException {
        BigDecimal value = row.getBigDecimal(column);
        if (value == null) {
            return;
        }
        BigDecimal scaled = fitted(value, type);
        if (type.layout() == Layout.LONG) {
            ((LongColumnBuilder) to).append(scaled.unscaledValue().longValueExact());
        } else {
            ((DecimalColumnBuilder) to).append(scaled);
        }
    }

    private static BigDecimal fitted(BigDecimal value, ScalarType type) throws UnfitException {
        try {
            return DecimalFit.of(value, type, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new UnfitException(DecimalFit.text(value));
        }
    }

    private static void readText(ScalarType type, ResultSet row, int column, ColumnBuilder to)
            throws SQLException, UnfitException {
        String value = row.getString(column);
        if (value == null) {
            return;
        }
        int length = value.length() <= type.precision() ? value.length() : value.codePointCount(0, value.length());
        if (length > type.precision()) {
            throw new UnfitException("\"" + value + "\"");
        }
        boolean padded = type.kind() == TypeKind.CHAR && length < type.precision();
        ((BytesColumnBuilder) to).append(padded ? value + " ".repeat(type.precision() - length) : value);
    }

    private static void readBytes(ScalarType type, ResultSet row, int column, ColumnBuilder to)
            throws SQLException, UnfitException {
        byte[] value = row.getBytes(column);
        if (value == null) {
            return;
        }
        boolean fixed = type.kind() == TypeKind.BINARY;
        if (value.length > type.precision() || (fixed && value.length < type.precision())) {
            throw new UnfitException("a value of " + value.length + " bytes");
        }
        ((BytesColumnBuilder) to).append(value);
    }

    private static void readJson(ResultSet row, int column, ColumnBuilder to) throws SQLException, UnfitException {
        String text = row.getString(column);
        if (text == null) {
            return;
        }
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        VariantWriter value = new VariantWriter();
        try {
            new JsonReader(value).read(json, 0, json.length);
        } catch (InvalidJsonException e) {
            throw new UnfitException("\"" + text + "\"");
        }
        ((BytesColumnBuilder) to).append(value.data(), 0, value.size());
    }

    private static void readUuid(ResultSet row, int column, ColumnBuilder to) throws SQLException, UnfitException {
        String value = row.getString(column);
        if (value == null) {
            return;
        }
        byte[] uuid = new byte[UuidBytes.LENGTH];
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        if (!UuidBytes.parse(text, 0, text.length, uuid)) {
            throw new UnfitException("\"" + value + "\"");
        }
        ((BytesColumnBuilder) to).append(uuid);
    }

    private static void readDate(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        LocalDate value = row.getObject(column, LocalDate.class);
        if (value != null) {
            ((IntColumnBuilder) to).append(Math.toIntExact(value.toEpochDay()));
        }
    }

    private static void readTime(ResultSet row, int column, ColumnBuilder to) throws SQLException {
        LocalTime value = row.getObject(column, LocalTime.class);
        if (value != null) {
            ((IntColumnBuilder) to).append((int) (value.toNanoOfDay() / 1_000_000));
        }
    }

    private static void readTimestamp(ScalarType type, ResultSet row, int column, ColumnBuilder to)
            throws SQLException {
        LocalDateTime value = row.getObject(column, LocalDateTime.class);
        if (value != null) {
            ((LongColumnBuilder) to).append(Ticks.of(value.toInstant(ZoneOffset.UTC), type.precision()));
        }
    }

    private static void readInstant(ScalarType type, ResultSet row, int column, ColumnBuilder to) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        if (value != null) {
            ((LongColumnBuilder) to).append(Ticks.of(value.toInstant(), type.precision()));
        }
    }
}
