package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.math.BigDecimal;

/** Null bitmaps of computed columns, and the zeros that null rows hold. */
public final class Nulls {

    private Nulls() {}

    /** Marks a row; makes the mask when it is the first. */
    public static long[] mark(long[] mask, int row, int count) {
        long[] marked = mask == null ? NullMask.allocate(count) : mask;
        marked[row >>> 6] |= 1L << row;
        return marked;
    }

    /** A column of nulls only. */
    public static Column column(Type type, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int row = 0; row < count; row++) {
            builder.appendNull();
        }
        return builder.build();
    }

    public static void zero(boolean[] values, long[] mask, int count) {
        for (int word = 0; word < NullMask.words(count); word++) {
            for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (row < count) {
                    values[row] = false;
                }
            }
        }
    }

    public static void zero(int[] values, long[] mask, int count) {
        for (int word = 0; word < NullMask.words(count); word++) {
            for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (row < count) {
                    values[row] = 0;
                }
            }
        }
    }

    public static void zero(long[] values, long[] mask, int count) {
        for (int word = 0; word < NullMask.words(count); word++) {
            for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (row < count) {
                    values[row] = 0;
                }
            }
        }
    }

    public static void zero(double[] values, long[] mask, int count) {
        for (int word = 0; word < NullMask.words(count); word++) {
            for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (row < count) {
                    values[row] = 0;
                }
            }
        }
    }

    /** Fills the rows that nothing was written to. */
    public static void zero(BigDecimal[] values, int count) {
        for (int row = 0; row < count; row++) {
            if (values[row] == null) {
                values[row] = BigDecimal.ZERO;
            }
        }
    }
}
