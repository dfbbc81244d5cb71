package io.millrace.spi.data;

/**
 * Operations on null bitmaps: bit {@code row} is set when the value is null; {@code null} instead of an array means that no
 * value is null.
 */
public final class NullMask {

    private NullMask() {}

    /** An empty mask for {@code rows} rows. */
    public static long[] allocate(int rows) {
        return new long[words(rows)];
    }

    public static int words(int rows) {
        return (rows + 63) >>> 6;
    }

    public static boolean isNull(long[] mask, int row) {
        return mask != null && (mask[row >>> 6] >>> row & 1L) != 0;
    }

    /** Marks {@code row} as null; the mask must not be {@code null}. */
    public static void set(long[] mask, int row) {
        mask[row >>> 6] |= 1L << row;
    }

    /** The mask of rows that are null in either; never changes its arguments and may return one of them. */
    public static long[] or(long[] left, long[] right, int rows) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        long[] result = new long[words(rows)];
        for (int word = 0; word < result.length; word++) {
            result[word] = left[word] | right[word];
        }
        return result;
    }

    /** The mask of the chosen rows, or {@code null} when none of them is null. */
    public static long[] gather(long[] mask, int[] rows, int count) {
        if (mask == null) {
            return null;
        }
        long[] result = null;
        for (int i = 0; i < count; i++) {
            if (isNull(mask, rows[i])) {
                if (result == null) {
                    result = allocate(count);
                }
                set(result, i);
            }
        }
        return result;
    }
}
