package io.millrace.session.rows;

import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Compares rows by sort keys, as ORDER BY does: text by code points, NaN above all numbers. */
final class ResultOrder {

    private final SortKey[] keys;

    public ResultOrder(List<SortKey> keys) {
        this.keys = keys.toArray(SortKey[]::new);
    }

    /** By the keys, then by all columns ascending, so that the order of rows is determined. */
    static ResultOrder total(List<SortKey> keys, int columns) {
        List<SortKey> all = new ArrayList<>(keys);
        IntStream.range(0, columns).forEach(column -> all.add(new SortKey(column, false, true)));
        return new ResultOrder(all);
    }

    public int compare(Page left, int leftRow, Page right, int rightRow) {
        for (SortKey key : keys) {
            int compared = compare(key, left.column(key.column()), leftRow, right.column(key.column()), rightRow);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static int compare(SortKey key, Column left, int leftRow, Column right, int rightRow) {
        boolean leftNull = left.isNull(leftRow);
        boolean rightNull = right.isNull(rightRow);
        if (leftNull || rightNull) {
            int nullsFirst = Boolean.compare(rightNull, leftNull);
            return key.nullsFirst() ? nullsFirst : -nullsFirst;
        }
        int compared = compareValues(left, leftRow, right, rightRow);
        return key.descending() ? -compared : compared;
    }

    private static int compareValues(Column left, int leftRow, Column right, int rightRow) {
        return switch (left.layout()) {
            case BOOLEAN ->
                Boolean.compare(((BooleanColumn) left).values()[leftRow], ((BooleanColumn) right).values()[rightRow]);
            case INT -> Integer.compare(((IntColumn) left).values()[leftRow], ((IntColumn) right).values()[rightRow]);
            case LONG -> Long.compare(((LongColumn) left).values()[leftRow], ((LongColumn) right).values()[rightRow]);
            case DOUBLE ->
                Double.compare(
                        ((DoubleColumn) left).values()[leftRow] + 0.0, ((DoubleColumn) right).values()[rightRow] + 0.0);
            case DECIMAL ->
                ((DecimalColumn) left).values()[leftRow].compareTo(((DecimalColumn) right).values()[rightRow]);
            case BYTES -> compareBytes((BytesColumn) left, leftRow, (BytesColumn) right, rightRow);
            case ARRAY -> compareArrays((ArrayColumn) left, leftRow, (ArrayColumn) right, rightRow);
        };
    }

    private static int compareBytes(BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
        int leftStart = left.starts()[leftRow];
        int rightStart = right.starts()[rightRow];
        return Arrays.compareUnsigned(
                left.data(),
                leftStart,
                leftStart + left.lengths()[leftRow],
                right.data(),
                rightStart,
                rightStart + right.lengths()[rightRow]);
    }

    private static int compareArrays(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow) {
        int common = Math.min(left.lengths()[leftRow], right.lengths()[rightRow]);
        SortKey ascending = new SortKey(0, false, false);
        for (int i = 0; i < common; i++) {
            int compared = compare(
                    ascending,
                    left.elements(),
                    left.starts()[leftRow] + i,
                    right.elements(),
                    right.starts()[rightRow] + i);
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(left.lengths()[leftRow], right.lengths()[rightRow]);
    }
}
