package io.millrace.engine.view;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/** Hashes and compares rows by some of their columns; null equals null, NaN equals NaN. */
final class RowEquality {

    private final int[] columns;

    RowEquality(int[] columns) {
        this.columns = columns;
    }

    int[] columns() {
        return columns;
    }

    /** The hash of every row of a page. */
    int[] hash(Page page) {
        int[] hashes = new int[page.size()];
        for (int column : columns) {
            addColumn(page.column(column), hashes);
        }
        for (int i = 0; i < hashes.length; i++) {
            int h = hashes[i] * 0x9E3779B9;
            hashes[i] = h ^ h >>> 15;
        }
        return hashes;
    }

    private static void addColumn(Column column, int[] hashes) {
        switch (column.layout()) {
            case LONG -> {
                long[] values = ((LongColumn) column).values();
                for (int i = 0; i < hashes.length; i++) {
                    long h = values[i] * 0x9E3779B97F4A7C15L;
                    hashes[i] = 31 * hashes[i] + (int) (h ^ h >>> 32);
                }
            }
            case INT -> {
                int[] values = ((IntColumn) column).values();
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = 31 * hashes[i] + values[i] * 0x85EBCA6B;
                }
            }
            case BOOLEAN, DOUBLE, BYTES, DECIMAL, ARRAY -> {
                for (int i = 0; i < hashes.length; i++) {
                    hashes[i] = 31 * hashes[i] + hashValue(column, i);
                }
            }
        }
    }

    private static int hashValue(Column column, int row) {
        if (column.isNull(row)) {
            return 0;
        }
        return switch (column.layout()) {
            case BOOLEAN -> Boolean.hashCode(((BooleanColumn) column).values()[row]);
            case INT -> ((IntColumn) column).values()[row];
            case LONG -> Long.hashCode(((LongColumn) column).values()[row]);
            case DOUBLE -> Double.hashCode(((DoubleColumn) column).values()[row] + 0.0);
            case BYTES -> hashBytes((BytesColumn) column, row);
            case DECIMAL ->
                ((DecimalColumn) column).values()[row].stripTrailingZeros().hashCode();
            case ARRAY -> hashArray((ArrayColumn) column, row);
        };
    }

    private static int hashBytes(BytesColumn column, int row) {
        int hash = 1;
        int end = column.starts()[row] + column.lengths()[row];
        for (int i = column.starts()[row]; i < end; i++) {
            hash = 31 * hash + column.data()[i];
        }
        return hash;
    }

    private static int hashArray(ArrayColumn column, int row) {
        int hash = 7;
        for (int i = 0; i < column.lengths()[row]; i++) {
            hash = 31 * hash + hashValue(column.elements(), column.starts()[row] + i);
        }
        return hash;
    }

    boolean equal(Page left, int leftRow, Page right, int rightRow) {
        for (int column : columns) {
            if (!valuesEqual(left.column(column), leftRow, right.column(column), rightRow)) {
                return false;
            }
        }
        return true;
    }

    private static boolean valuesEqual(Column left, int leftRow, Column right, int rightRow) {
        boolean leftNull = left.isNull(leftRow);
        if (leftNull || right.isNull(rightRow)) {
            return leftNull && right.isNull(rightRow);
        }
        return switch (left.layout()) {
            case BOOLEAN -> ((BooleanColumn) left).values()[leftRow] == ((BooleanColumn) right).values()[rightRow];
            case INT -> ((IntColumn) left).values()[leftRow] == ((IntColumn) right).values()[rightRow];
            case LONG -> ((LongColumn) left).values()[leftRow] == ((LongColumn) right).values()[rightRow];
            case DOUBLE ->
                Double.compare(
                                ((DoubleColumn) left).values()[leftRow] + 0.0,
                                ((DoubleColumn) right).values()[rightRow] + 0.0)
                        == 0;
            case BYTES -> bytesEqual((BytesColumn) left, leftRow, (BytesColumn) right, rightRow);
            case DECIMAL ->
                ((DecimalColumn) left).values()[leftRow].compareTo(((DecimalColumn) right).values()[rightRow]) == 0;
            case ARRAY -> arraysEqual((ArrayColumn) left, leftRow, (ArrayColumn) right, rightRow);
        };
    }

    private static boolean bytesEqual(BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
        int leftStart = left.starts()[leftRow];
        int rightStart = right.starts()[rightRow];
        return Arrays.equals(
                left.data(),
                leftStart,
                leftStart + left.lengths()[leftRow],
                right.data(),
                rightStart,
                rightStart + right.lengths()[rightRow]);
    }

    private static boolean arraysEqual(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow) {
        int length = left.lengths()[leftRow];
        if (length != right.lengths()[rightRow]) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int leftElement = left.starts()[leftRow] + i;
            int rightElement = right.starts()[rightRow] + i;
            if (!valuesEqual(left.elements(), leftElement, right.elements(), rightElement)) {
                return false;
            }
        }
        return true;
    }
}
