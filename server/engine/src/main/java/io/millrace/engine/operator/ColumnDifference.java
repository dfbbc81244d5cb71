package io.millrace.engine.operator;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import java.util.Arrays;

/** Finds the rows in which two columns of the same layout differ; nulls are equal to each other. */
public final class ColumnDifference {

    private ColumnDifference() {}

    /** Sets {@code differs[row]} where the columns differ; leaves the other entries as they are. */
    public static void mark(Column left, Column right, boolean[] differs) {
        int rows = left.size();
        markNulls(left, right, differs);
        if (left instanceof LongColumn longs) {
            longs(longs.values(), ((LongColumn) right).values(), rows, differs);
        } else if (left instanceof IntColumn ints) {
            ints(ints.values(), ((IntColumn) right).values(), rows, differs);
        } else if (left instanceof DoubleColumn doubles) {
            doubles(doubles.values(), ((DoubleColumn) right).values(), rows, differs);
        } else if (left instanceof BooleanColumn booleans) {
            booleans(booleans.values(), ((BooleanColumn) right).values(), rows, differs);
        } else {
            for (int row = 0; row < rows; row++) {
                differs[row] |= !left.isNull(row) && !right.isNull(row) && !same(left, row, right, row);
            }
        }
    }

    private static void markNulls(Column left, Column right, boolean[] differs) {
        if (left.nulls() == null && right.nulls() == null) {
            return;
        }
        for (int row = 0; row < left.size(); row++) {
            differs[row] |= left.isNull(row) != right.isNull(row);
        }
    }

    private static void longs(long[] left, long[] right, int rows, boolean[] differs) {
        for (int row = 0; row < rows; row++) {
            differs[row] |= left[row] != right[row];
        }
    }

    private static void ints(int[] left, int[] right, int rows, boolean[] differs) {
        for (int row = 0; row < rows; row++) {
            differs[row] |= left[row] != right[row];
        }
    }

    private static void doubles(double[] left, double[] right, int rows, boolean[] differs) {
        for (int row = 0; row < rows; row++) {
            differs[row] |= Double.doubleToLongBits(left[row]) != Double.doubleToLongBits(right[row]);
        }
    }

    private static void booleans(boolean[] left, boolean[] right, int rows, boolean[] differs) {
        for (int row = 0; row < rows; row++) {
            differs[row] |= left[row] != right[row];
        }
    }

    /** Whether two values of variable size, neither null, are equal. */
    private static boolean same(Column left, int leftRow, Column right, int rightRow) {
        if (left instanceof BytesColumn bytes) {
            BytesColumn other = (BytesColumn) right;
            int start = bytes.starts()[leftRow];
            int otherStart = other.starts()[rightRow];
            return Arrays.equals(
                    bytes.data(),
                    start,
                    start + bytes.lengths()[leftRow],
                    other.data(),
                    otherStart,
                    otherStart + other.lengths()[rightRow]);
        }
        if (left instanceof DecimalColumn decimals) {
            return decimals.values()[leftRow].compareTo(((DecimalColumn) right).values()[rightRow]) == 0;
        }
        return sameArray((ArrayColumn) left, leftRow, (ArrayColumn) right, rightRow);
    }

    private static boolean sameArray(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow) {
        int length = left.lengths()[leftRow];
        if (length != right.lengths()[rightRow]) {
            return false;
        }
        int[] leftRows = new int[length];
        int[] rightRows = new int[length];
        for (int i = 0; i < length; i++) {
            leftRows[i] = left.starts()[leftRow] + i;
            rightRows[i] = right.starts()[rightRow] + i;
        }
        boolean[] differs = new boolean[length];
        mark(left.elements().gather(leftRows, length), right.elements().gather(rightRows, length), differs);
        for (boolean differ : differs) {
            if (differ) {
                return false;
            }
        }
        return true;
    }
}
