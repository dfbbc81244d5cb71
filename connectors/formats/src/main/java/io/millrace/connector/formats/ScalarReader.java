package io.millrace.connector.formats;

import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/**
 * Reads the text of one value and appends it to the column it belongs to; or, where nobody asks for the column, only checks the
 * text. Both refuse the same texts for the same reasons. Not thread-safe.
 */
public abstract class ScalarReader {

    /**
     * Appends the value whose text is {@code bytes[start .. end)}, if there is a column to append it to.
     *
     * @throws BadRecord when the text is not a value of the type; nothing was appended then
     */
    public abstract void read(byte[] bytes, int start, int end);

    /** Whether {@link #of} has a reader for the type. */
    public static boolean canRead(Type type) {
        return switch (type.kind()) {
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT -> false;
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            case CHAR, VARCHAR, BINARY, VARBINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> true;
        };
    }

    /** The reader for a type that {@link #canRead}. */
    public static ScalarReader of(Type type, ColumnBuilder column) {
        return make(type, column);
    }

    /** A reader that only checks values, by the least that decides as one of {@link #of} would. */
    public static ScalarReader checking(Type type) {
        return make(type, null);
    }

    private static ScalarReader make(Type type, ColumnBuilder column) {
        String name = type.sql();
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanReader((BooleanColumnBuilder) column);
            case TINYINT -> new IntReader((IntColumnBuilder) column, Byte.MIN_VALUE, Byte.MAX_VALUE, name);
            case SMALLINT -> new IntReader((IntColumnBuilder) column, Short.MIN_VALUE, Short.MAX_VALUE, name);
            case INTEGER -> new IntReader((IntColumnBuilder) column, Integer.MIN_VALUE, Integer.MAX_VALUE, name);
            case BIGINT -> new LongReader((LongColumnBuilder) column, name);
            case REAL -> new DoubleReader((DoubleColumnBuilder) column, true, name);
            case DOUBLE -> new DoubleReader((DoubleColumnBuilder) column, false, name);
            case DECIMAL -> decimal((ScalarType) type, column);
            case CHAR, VARCHAR -> new TextReader((ScalarType) type, (BytesColumnBuilder) column);
            case BINARY, VARBINARY -> new Base64Reader((ScalarType) type, (BytesColumnBuilder) column);
            case UUID -> new UuidReader((BytesColumnBuilder) column);
            case DATE -> new DateReader((IntColumnBuilder) column);
            case TIME -> new TimeReader((IntColumnBuilder) column);
            case TIMESTAMP, TIMESTAMP_LTZ -> new TimestampReader((ScalarType) type, (LongColumnBuilder) column);
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw new MillraceException(ErrorCode.NOT_SUPPORTED, name + " has no text form in this format");
        };
    }

    private static ScalarReader decimal(ScalarType type, ColumnBuilder column) {
        return type.layout() == Layout.LONG
                ? new DecimalReader(type, (LongColumnBuilder) column)
                : new WideDecimalReader(type, (DecimalColumnBuilder) column);
    }
}
