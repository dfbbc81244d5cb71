package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.BytesTarget;
import io.millrace.connector.binary.LongTarget;
import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;

/**
 * What becomes of the values of a column of a file: numbers go to {@code numbers}, runs of bytes to {@code bytes}.
 *
 * @param safe whether all values become values, so that they need not be looked at where nobody asks for them
 */
record LeafValues(NumberStep numbers, BytesTarget bytes, boolean safe) {

    private static final long MICROS = 1_000;
    private static final long NANOS = 1_000_000;
    private static final int EPOCH_JULIAN_DAY = 2_440_588;
    private static final long DAY = 86_400_000;
    private static final int LONG_DIGITS = 19;
    private static final int INT_DIGITS = 10;
    private static final long UNSIGNED_INT = 0xFFFFFFFFL;

    /** Takes the next number of a page. */
    interface NumberStep {
        void read(ValuesReader values);
    }

    /** @throws MillraceException when values of the one are none of the other */
    static void check(Leaf leaf, Field declared) {
        if (leaf.isList() && leaf.value(declared) == declared) {
            throw mismatch("lists", declared);
        }
        of(leaf, leaf.value(declared), null);
    }

    private static MillraceException mismatch(String found, Field declared) {
        return new MillraceException(
                ErrorCode.TYPE_MISMATCH,
                "column \"" + declared.name() + "\": the file has " + found + " for it, which is no "
                        + declared.type().sql());
    }

    /** @param column where values go; null where they are only checked */
    static LeafValues of(Leaf leaf, Field field, ColumnBuilder column) {
        LeafValues values = field.type() instanceof ScalarType type ? of(leaf.element(), type, column) : null;
        if (values == null) {
            throw mismatch(LeafTypes.described(leaf.element()), field);
        }
        return values;
    }

    private static LeafValues of(SchemaElement element, ScalarType type, ColumnBuilder column) {
        return switch (element.getType()) {
            case BOOLEAN -> type.kind() == TypeKind.BOOLEAN ? bool((BooleanColumnBuilder) column) : null;
            case INT32 -> whole(element, type, column, INT_DIGITS);
            case INT64 -> whole(element, type, column, LONG_DIGITS);
            case INT96 ->
                isTimestamp(type)
                        ? days(
                                LongTarget.timestamps(type, Ticks.perMilli(type), column),
                                Ticks.perMilli(type),
                                type.sql())
                        : null;
            case FLOAT -> floating(type, column, true);
            case DOUBLE -> floating(type, column, false);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(element, type, column);
        };
    }

    private static LeafValues bool(BooleanColumnBuilder column) {
        return new LeafValues(
                values -> {
                    boolean value = values.readBoolean();
                    if (column != null) {
                        column.append(value);
                    }
                },
                null,
                true);
    }

    private static LeafValues floating(ScalarType type, ColumnBuilder column, boolean small) {
        boolean real = type.kind() == TypeKind.REAL;
        if (!real && type.kind() != TypeKind.DOUBLE) {
            return null;
        }
        DoubleColumnBuilder doubles = (DoubleColumnBuilder) column;
        NumberStep step = small
                ? values -> append(doubles, values.readFloat())
                : real
                        ? values -> append(doubles, (float) values.readDouble())
                        : values -> append(doubles, values.readDouble());
        return new LeafValues(step, null, true);
    }

    private static void append(DoubleColumnBuilder column, double value) {
        if (column != null) {
            column.append(value);
        }
    }

    private static boolean isTimestamp(Type type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    private static LeafValues whole(SchemaElement element, ScalarType type, ColumnBuilder column, int digits) {
        LogicalType logical = LeafTypes.logical(element);
        boolean date = logical.isSetDATE();
        boolean time = logical.isSetTIME();
        boolean timestamp = logical.isSetTIMESTAMP();
        boolean fits = switch (type.kind()) {
            case DATE -> date;
            case TIME -> time;
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp;
            default -> !logical.isSetDECIMAL() || type.kind() == TypeKind.DECIMAL;
        };
        LongTarget target = !fits
                ? null
                : logical.isSetDECIMAL()
                        ? LongTarget.unscaled(type, logical.getDECIMAL().getScale(), column)
                        : timestamp
                                ? LongTarget.timestamps(
                                        type, unit(logical.getTIMESTAMP().getUnit()), column)
                                : LongTarget.of(type, column);
        if (target == null) {
            return null;
        }
        boolean unsigned = logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned();
        boolean small = digits == INT_DIGITS;
        long unit = time ? unit(logical.getTIME().getUnit()) : 1;
        NumberStep step;
        if (small) {
            step = unsigned
                    ? values -> target.accept(values.readInteger() & UNSIGNED_INT)
                    : values -> target.accept(values.readInteger());
        } else if (unsigned) {
            step = values -> target.accept(LeafTypes.notNegative(values.readLong()));
        } else {
            step = unit == 1
                    ? values -> target.accept(values.readLong())
                    : values -> target.accept(Math.floorDiv(values.readLong(), unit));
        }
        return new LeafValues(step, null, LeafTypes.isSafe(logical, type, small, unsigned));
    }

    private static long unit(TimeUnit unit) {
        return unit.isSetMICROS() ? MICROS : unit.isSetNANOS() ? NANOS : 1;
    }

    /** Times in twelve bytes: nanoseconds of the day, and the number of the day as astronomers count. */
    private static LeafValues days(LongTarget target, long perMilli, String type) {
        BytesTarget bytes = (data, start, length) -> {
            ByteBuffer parts = ByteBuffer.wrap(data, start, length).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = parts.getLong();
            long millis = (parts.getInt() - EPOCH_JULIAN_DAY) * DAY + Math.floorDiv(nanos, NANOS);
            if (millis > Long.MAX_VALUE / perMilli - 1 || millis < Long.MIN_VALUE / perMilli) {
                throw ValueFault.outOfRange(type);
            }
            target.accept(millis * perMilli + Math.floorMod(nanos, NANOS) / (NANOS / perMilli));
        };
        return new LeafValues(null, bytes, perMilli == 1);
    }

    private static LeafValues bytes(SchemaElement element, ScalarType type, ColumnBuilder column) {
        LogicalType logical = LeafTypes.logical(element);
        if (logical.isSetDECIMAL() || type.kind() == TypeKind.DECIMAL) {
            return logical.isSetDECIMAL() && type.kind() == TypeKind.DECIMAL
                    ? new LeafValues(
                            null,
                            BytesTarget.decimal(type, logical.getDECIMAL().getScale(), column),
                            LeafTypes.isSafe(logical, type, false, false))
                    : null;
        }
        boolean whole = type.precision() == Type.MAX_LENGTH;
        boolean text = logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON();
        return switch (type.kind()) {
            case CHAR, VARCHAR -> new LeafValues(null, BytesTarget.text(type, column), text && whole);
            case BINARY, VARBINARY -> text ? null : new LeafValues(null, BytesTarget.binary(type, column), whole);
            case UUID -> new LeafValues(null, BytesTarget.uuid(column, text), logical.isSetUUID());
            default -> null;
        };
    }
}
