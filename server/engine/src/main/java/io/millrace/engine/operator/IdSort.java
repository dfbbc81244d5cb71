package io.millrace.engine.operator;

import java.util.Arrays;

/** Sorts ids by a comparison of ids, stably, without boxing. */
public final class IdSort {

    private IdSort() {}

    /** Compares two ids. */
    @FunctionalInterface
    public interface Comparison {
        int compare(int left, int right);
    }

    /** Sorts {@code ids[0..count)} (merge sort; linear in what is sorted already). */
    public static void sort(int[] ids, int count, Comparison comparison) {
        if (count > 1) {
            sort(Arrays.copyOf(ids, count), ids, 0, count, comparison);
        }
    }

    private static void sort(int[] source, int[] target, int from, int to, Comparison comparison) {
        if (to - from < 2) {
            return;
        }
        int middle = from + to >>> 1;
        sort(target, source, from, middle, comparison);
        sort(target, source, middle, to, comparison);
        if (comparison.compare(source[middle - 1], source[middle]) <= 0) {
            System.arraycopy(source, from, target, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right == to || (left < middle && comparison.compare(source[left], source[right]) <= 0);
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }
}
