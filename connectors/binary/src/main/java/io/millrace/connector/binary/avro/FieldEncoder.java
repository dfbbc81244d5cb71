package io.millrace.connector.binary.avro;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;

/** Writes values of one column as their schema in {@link RowSchema} says. */
final class FieldEncoder {

    private final Type type;
    private final boolean nullable;
    private final FieldEncoder elements;
    private final byte[] digits = new byte[Long.BYTES];
    private final byte[] uuid = new byte[UuidBytes.TEXT_LENGTH];

    FieldEncoder(Type type, boolean nullable) {
        this.type = type;
        this.nullable = nullable;
        this.elements =
                type instanceof ArrayType array ? new FieldEncoder(array.element(), array.elementNullable()) : null;
    }

    void put(Column column, int row, AvroOutput out) {
        if (nullable) {
            boolean isNull = column.isNull(row);
            out.putLong(isNull ? 0 : 1);
            if (isNull) {
                return;
            }
        }
        switch (column.layout()) {
            case BOOLEAN -> out.putLittleEndian(((BooleanColumn) column).values()[row] ? 1 : 0, 1);
            case INT -> out.putLong(((IntColumn) column).values()[row]);
            case LONG -> putLong(((LongColumn) column).values()[row], out);
            case DOUBLE -> putDouble(((DoubleColumn) column).values()[row], out);
            case DECIMAL -> {
                byte[] unscaled =
                        ((DecimalColumn) column).values()[row].unscaledValue().toByteArray();
                out.putBytes(unscaled, 0, unscaled.length);
            }
            case BYTES -> putBytes((BytesColumn) column, row, out);
            case ARRAY -> putArray((ArrayColumn) column, row, out);
        }
    }

    private void putLong(long value, AvroOutput out) {
        if (type.kind() != TypeKind.DECIMAL) {
            out.putLong(value);
            return;
        }
        for (int i = 0; i < Long.BYTES; i++) {
            digits[i] = (byte) (value >> Byte.SIZE * (Long.BYTES - 1 - i));
        }
        int first = 0;
        while (first < Long.BYTES - 1 && digits[first] == digits[first + 1] >> 7) {
            first++; // no more bytes than the number needs
        }
        out.putBytes(digits, first, Long.BYTES - first);
    }

    private void putDouble(double value, AvroOutput out) {
        if (type.kind() == TypeKind.REAL) {
            out.putLittleEndian(Float.floatToRawIntBits((float) value), Float.BYTES);
        } else {
            out.putLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
        }
    }

    private void putBytes(BytesColumn column, int row, AvroOutput out) {
        int start = column.starts()[row];
        if (type.kind() == TypeKind.UUID) {
            UuidBytes.print(column.data(), start, uuid, 0);
            out.putBytes(uuid, 0, uuid.length);
        } else {
            out.putBytes(column.data(), start, column.lengths()[row]);
        }
    }

    private void putArray(ArrayColumn column, int row, AvroOutput out) {
        int length = column.lengths()[row];
        if (length > 0) {
            out.putLong(length);
            for (int i = 0; i < length; i++) {
                elements.put(column.elements(), column.starts()[row] + i, out);
            }
        }
        out.putLong(0);
    }
}
