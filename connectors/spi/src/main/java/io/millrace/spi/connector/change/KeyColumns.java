package io.millrace.spi.connector.change;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/** Compares the keys of rows. */
final class KeyColumns {

    private static final int STEP = 31;

    private final int[] columns;

    /** @param columns where the key is in pages; none of them has arrays */
    KeyColumns(int[] columns) {
        this.columns = columns;
    }

    int hash(Page page, int row) {
        int hash = 1;
        for (int column : columns) {
            hash = STEP * hash + hash(page.column(column), row);
        }
        return hash ^ (hash >>> 16);
    }

    boolean same(Page page, int row, Page other, int otherRow) {
        for (int column : columns) {
            if (!same(page.column(column), row, other.column(column), otherRow)) {
                return false;
            }
        }
        return true;
    }

    private static int hash(Column column, int row) {
        if (column.isNull(row)) {
            return 0;
        }
        return switch (column.layout()) {
            case BOOLEAN -> ((BooleanColumn) column).values()[row] ? 1 : 2;
            case INT -> ((IntColumn) column).values()[row];
            case LONG -> Long.hashCode(((LongColumn) column).values()[row]);
            case DOUBLE -> Double.hashCode(((DoubleColumn) column).values()[row]);
            case DECIMAL -> ((DecimalColumn) column).values()[row].hashCode();
            case BYTES -> hash((BytesColumn) column, row);
            case ARRAY -> throw new IllegalStateException("an array is no key");
        };
    }

    private static int hash(BytesColumn column, int row) {
        byte[] data = column.data();
        int start = column.starts()[row];
        int end = start + column.lengths()[row];
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = STEP * hash + data[i];
        }
        return hash;
    }

    private static boolean same(Column one, int row, Column other, int otherRow) {
        if (one.isNull(row) || other.isNull(otherRow)) {
            return one.isNull(row) && other.isNull(otherRow);
        }
        return switch (one.layout()) {
            case BOOLEAN -> ((BooleanColumn) one).values()[row] == ((BooleanColumn) other).values()[otherRow];
            case INT -> ((IntColumn) one).values()[row] == ((IntColumn) other).values()[otherRow];
            case LONG -> ((LongColumn) one).values()[row] == ((LongColumn) other).values()[otherRow];
            case DOUBLE ->
                Double.compare(((DoubleColumn) one).values()[row], ((DoubleColumn) other).values()[otherRow]) == 0;
            case DECIMAL -> ((DecimalColumn) one).values()[row].equals(((DecimalColumn) other).values()[otherRow]);
            case BYTES -> same((BytesColumn) one, row, (BytesColumn) other, otherRow);
            case ARRAY -> throw new IllegalStateException("an array is no key");
        };
    }

    private static boolean same(BytesColumn one, int row, BytesColumn other, int otherRow) {
        int start = one.starts()[row];
        int otherStart = other.starts()[otherRow];
        return Arrays.equals(
                one.data(),
                start,
                start + one.lengths()[row],
                other.data(),
                otherStart,
                otherStart + other.lengths()[otherRow]);
    }
}
