package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.TypeKind;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes single values into a column of a file. */
final class LeafWriter implements ValueWriter {

    private final ScalarType type;
    private final int own;
    /** That of the current row group. */
    private ColumnWriter target;

    LeafWriter(ScalarType type, boolean nullable) {
        this.type = type;
        this.own = nullable ? 1 : 0;
    }

    void into(ColumnWriter column) {
        target = column;
    }

    @Override
    public void missing(int repetition, int definition) {
        target.writeNull(repetition, definition);
    }

    @Override
    public void put(Column column, int row, int repetition, int definition) {
        if (column.isNull(row)) {
            target.writeNull(repetition, definition);
            return;
        }
        int level = definition + own;
        switch (column.layout()) {
            case BOOLEAN -> target.write(((BooleanColumn) column).values()[row], repetition, level);
            case INT -> target.write(((IntColumn) column).values()[row], repetition, level);
            case LONG -> putLong(((LongColumn) column).values()[row], repetition, level);
            case DOUBLE -> putDouble(((DoubleColumn) column).values()[row], repetition, level);
            case DECIMAL -> target.write(digits(((DecimalColumn) column), row), repetition, level);
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) column;
                target.write(
                        Binary.fromConstantByteArray(bytes.data(), bytes.starts()[row], bytes.lengths()[row]),
                        repetition,
                        level);
            }
            case ARRAY -> throw new IllegalStateException("a list is no single value");
        }
    }

    private void putLong(long value, int repetition, int level) {
        if (type.kind() == TypeKind.DECIMAL && type.precision() <= FileSchema.MOST_INT_DIGITS) {
            target.write((int) value, repetition, level);
        } else {
            target.write(value, repetition, level);
        }
    }

    private void putDouble(double value, int repetition, int level) {
        if (type.kind() == TypeKind.REAL) {
            target.write((float) value, repetition, level);
        } else {
            target.write(value, repetition, level);
        }
    }

    /** As many bytes for each value of the type. */
    private Binary digits(DecimalColumn column, int row) {
        byte[] digits = column.values()[row].unscaledValue().toByteArray();
        byte[] all = new byte[FileSchema.decimalBytes(type)];
        Arrays.fill(all, 0, all.length - digits.length, (byte) (digits[0] >> Byte.SIZE - 1));
        System.arraycopy(digits, 0, all, all.length - digits.length, digits.length);
        return Binary.fromConstantByteArray(all);
    }
}
