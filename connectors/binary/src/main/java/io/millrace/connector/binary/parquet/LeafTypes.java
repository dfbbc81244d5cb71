package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;

/** What columns of files mean, also those of files that say it in the old way. */
final class LeafTypes {

    private static final int LONG_DIGITS = 19;
    private static final int INT_DIGITS = 10;
    private static final int SHORT_DIGITS = 5;
    private static final int SHORT_BITS = 16;

    private LeafTypes() {}

    /** What a column means; nothing is set where it is no more than what it is made of. */
    static LogicalType logical(SchemaElement element) {
        if (element.isSetLogicalType()) {
            return element.getLogicalType();
        }
        LogicalType none = new LogicalType();
        return element.isSetConverted_type() ? logical(element, element.getConverted_type(), none) : none;
    }

    private static LogicalType logical(SchemaElement element, ConvertedType converted, LogicalType none) {
        return switch (converted) {
            case UTF8, ENUM, JSON -> LogicalType.STRING(new StringType());
            case DATE -> LogicalType.DATE(new DateType());
            case DECIMAL -> LogicalType.DECIMAL(new DecimalType(element.getScale(), element.getPrecision()));
            case TIME_MILLIS -> LogicalType.TIME(new TimeType(false, millis()));
            case TIME_MICROS -> LogicalType.TIME(new TimeType(false, micros()));
            case TIMESTAMP_MILLIS -> LogicalType.TIMESTAMP(new TimestampType(true, millis()));
            case TIMESTAMP_MICROS -> LogicalType.TIMESTAMP(new TimestampType(true, micros()));
            case INT_8 -> integer(8, true);
            case INT_16 -> integer(SHORT_BITS, true);
            case UINT_8 -> integer(8, false);
            case UINT_16 -> integer(SHORT_BITS, false);
            case UINT_32 -> integer(Integer.SIZE, false);
            case UINT_64 -> integer(Long.SIZE, false);
            case INT_32, INT_64, MAP, MAP_KEY_VALUE, LIST, BSON, INTERVAL -> none;
        };
    }

    private static TimeUnit millis() {
        return TimeUnit.MILLIS(new MilliSeconds());
    }

    private static TimeUnit micros() {
        return TimeUnit.MICROS(new MicroSeconds());
    }

    private static LogicalType integer(int bits, boolean signed) {
        return LogicalType.INTEGER(new IntType((byte) bits, signed));
    }

    static String described(SchemaElement element) {
        LogicalType logical = logical(element);
        return element.getType()
                + (logical.isSet() ? " (" + logical.getSetField().getFieldName() + ")" : "");
    }

    /** Whether all numbers of a column fit a type. */
    static boolean isSafe(LogicalType logical, ScalarType type, boolean small, boolean unsigned) {
        if (logical.isSetDECIMAL()) {
            int scale = logical.getDECIMAL().getScale();
            int whole = logical.getDECIMAL().getPrecision() - scale;
            return type.scale() >= scale && type.precision() - type.scale() >= whole;
        }
        int bits = logical.isSetINTEGER() ? logical.getINTEGER().getBitWidth() : small ? Integer.SIZE : Long.SIZE;
        int digits = bits <= SHORT_BITS ? SHORT_DIGITS : bits <= Integer.SIZE ? INT_DIGITS : LONG_DIGITS;
        return switch (type.kind()) {
            case BIGINT -> !unsigned || bits < Long.SIZE;
            case INTEGER -> bits < Integer.SIZE || (bits == Integer.SIZE && !unsigned);
            case SMALLINT -> bits < SHORT_BITS || (bits == SHORT_BITS && !unsigned);
            case DECIMAL -> type.precision() - type.scale() >= digits;
            case REAL, DOUBLE, DATE -> true;
            case TIMESTAMP, TIMESTAMP_LTZ -> !Ticks.isFine(type);
            default -> false;
        };
    }

    /** A number without a sign that a {@code long} holds. */
    static long notNegative(long value) {
        if (value < 0) {
            throw ValueFault.outOfRange("BIGINT");
        }
        return value;
    }
}
