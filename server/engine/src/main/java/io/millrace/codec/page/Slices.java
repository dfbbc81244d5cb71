package io.millrace.codec.page;

import io.millrace.spi.data.NullMask;
import java.util.Arrays;

/**
 * Which parts of shared values the slices of a column use, and how to copy no part twice.
 *
 * <p>Slices are mostly different values, copied one after the other. Where they overlap or repeat, the parts that they cover are
 * copied once each and the slices are moved.
 *
 * @param lengths of the slices; those of nulls are zero
 * @param starts where each slice begins in the copy; null when each begins where the one before ends
 * @param partStarts where the parts to copy begin; likewise their lengths
 * @param total length of the copy
 */
record Slices(int[] lengths, int[] starts, int[] partStarts, int[] partLengths, int parts, long total) {

    static Slices of(int[] starts, int[] lengths, long[] nulls, int count) {
        int[] counted = nulls == null ? lengths : withoutNulls(lengths, nulls, count);
        long sum = 0;
        int least = Integer.MAX_VALUE;
        int end = 0;
        boolean consecutive = true;
        for (int i = 0; i < count; i++) {
            int length = counted[i];
            if (length > 0) {
                consecutive &= sum == 0 || starts[i] == end;
                least = Math.min(least, starts[i]);
                end = consecutive ? starts[i] + length : Math.max(end, starts[i] + length);
                sum += length;
            }
        }
        if (consecutive) {
            return new Slices(counted, null, new int[] {sum == 0 ? 0 : least}, new int[] {(int) sum}, 1, sum);
        }
        if (sum > end - least) {
            Slices merged = merged(starts, counted, count);
            if (merged.total + (long) count * Integer.BYTES < sum) {
                return merged;
            }
        }
        return new Slices(counted, null, starts, counted, count, sum);
    }

    private static int[] withoutNulls(int[] lengths, long[] nulls, int count) {
        int[] counted = Arrays.copyOf(lengths, count);
        for (int i = 0; i < count; i++) {
            if (NullMask.isNull(nulls, i)) {
                counted[i] = 0;
            }
        }
        return counted;
    }

    private static Slices merged(int[] starts, int[] lengths, int count) {
        long[] order = new long[count];
        int used = 0;
        for (int i = 0; i < count; i++) {
            if (lengths[i] > 0) {
                order[used++] = (long) starts[i] << Integer.SIZE | i;
            }
        }
        Arrays.sort(order, 0, used);
        int[] moved = new int[count];
        int[] partStarts = new int[used];
        int[] partLengths = new int[used];
        int parts = 0;
        int end = -1;
        int base = 0;
        for (int i = 0; i < used; i++) {
            int row = (int) order[i];
            int start = starts[row];
            if (start > end) {
                base += parts == 0 ? 0 : partLengths[parts - 1];
                partStarts[parts++] = start;
                end = start;
            }
            moved[row] = base + start - partStarts[parts - 1];
            end = Math.max(end, start + lengths[row]);
            partLengths[parts - 1] = end - partStarts[parts - 1];
        }
        return new Slices(lengths, moved, partStarts, partLengths, parts, base + partLengths[parts - 1]);
    }

    /** The indexes of the copied elements, in the order of the copy. */
    int[] indexes() {
        int[] indexes = new int[(int) total];
        int next = 0;
        for (int part = 0; part < parts; part++) {
            for (int i = 0; i < partLengths[part]; i++) {
                indexes[next++] = partStarts[part] + i;
            }
        }
        return indexes;
    }
}
