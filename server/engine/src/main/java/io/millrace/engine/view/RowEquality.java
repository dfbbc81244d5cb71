package io.millrace.engine.view;

import io.millrace.engine.state.RowHash;
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
        RowHash.hash(page.columns(columns), page.size(), hashes);
        return hashes;
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
