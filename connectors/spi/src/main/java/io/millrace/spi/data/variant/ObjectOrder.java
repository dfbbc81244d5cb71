package io.millrace.spi.data.variant;

import java.util.Arrays;

/** Brings the entries of an object into the order of their keys. */
final class ObjectOrder {

    private int[] starts = new int[16];
    private byte[] copy = new byte[256];

    /** Whether the entries are in order and no key is there twice. */
    static boolean isKept(byte[] data, int begin, int end) {
        int at = begin;
        while (at < end) {
            int next = VariantReader.skip(data, VariantReader.textEnd(data, at + 1) + 2);
            if (next < end && compare(data, at, data, next) >= 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /** Keys order as their bytes, of which the end is the least. */
    static int compare(byte[] data, int one, byte[] others, int other) {
        int end = VariantReader.textEnd(data, one + 1);
        int otherEnd = VariantReader.textEnd(others, other + 1);
        return Arrays.compareUnsigned(data, one + 1, end + 2, others, other + 1, otherEnd + 2);
    }

    /** Sorts the entries that were written from {@code begin} on; returns where they end then. */
    int sort(byte[] data, int begin, int end) {
        int length = end - begin;
        if (copy.length < length) {
            copy = new byte[Math.max(length, copy.length * 2)];
        }
        System.arraycopy(data, begin, copy, 0, length);
        int count = 0;
        for (int at = 0; at < length; at = skipEntry(at)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at;
        }
        mergeSort(count);
        int to = begin;
        for (int i = 0; i < count; i++) {
            boolean last = i + 1 == count || compare(copy, starts[i], copy, starts[i + 1]) != 0;
            if (last) {
                int entry = skipEntry(starts[i]) - starts[i];
                System.arraycopy(copy, starts[i], data, to, entry);
                to += entry;
            }
        }
        return to;
    }

    private int skipEntry(int at) {
        return VariantReader.skip(copy, VariantReader.textEnd(copy, at + 1) + 2);
    }

    /** Keeps equal keys in their order. */
    private void mergeSort(int count) {
        int[] from = starts;
        int[] to = new int[starts.length];
        for (int width = 1; width < count; width *= 2) {
            for (int low = 0; low < count; low += 2 * width) {
                merge(from, to, low, Math.min(low + width, count), Math.min(low + 2 * width, count));
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        starts = from;
    }

    private void merge(int[] from, int[] to, int low, int middle, int high) {
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = left < middle && (right >= high || compare(copy, from[left], copy, from[right]) <= 0);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
