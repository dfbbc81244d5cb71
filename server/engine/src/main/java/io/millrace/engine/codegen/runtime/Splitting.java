package io.millrace.engine.codegen.runtime;

import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.BytesColumn;

/** Cuts texts at a separator; the parts are slices of the text. An empty separator does not cut. */
public final class Splitting {

    private static final int BYTES_PER_PART = 8;

    private Splitting() {}

    /** The part of the given index (from 0), or {@link Text#NULL}. */
    public static long index(
            byte[] data, int start, int length, byte[] separator, int separatorStart, int separatorLength, long index) {
        if (index < 0) {
            return Text.NULL;
        }
        if (separatorLength == 1) {
            return index(data, start, start + length, separator[separatorStart], index);
        }
        int end = start + length;
        int from = start;
        for (long left = index; ; left--) {
            int found = separatorLength == 0
                    ? -1
                    : Text.indexOf(data, from, end, separator, separatorStart, separatorLength);
            if (left == 0) {
                return Text.slice(from, (found < 0 ? end : found) - from);
            }
            if (found < 0) {
                return Text.NULL;
            }
            from = found + separatorLength;
        }
    }

    private static long index(byte[] data, int start, int end, byte separator, long index) {
        int from = start;
        if (index > 0) {
            int before = ByteSearch.indexOf(data, start, end, separator, index);
            if (before < 0) {
                return Text.NULL;
            }
            from = before + 1;
        }
        int to = ByteSearch.indexOf(data, from, end, separator);
        return Text.slice(from, (to < 0 ? end : to) - from);
    }

    /** The part of the given position (from 1; from the end when negative), empty when there is none. */
    public static long part(
            byte[] data,
            int start,
            int length,
            byte[] separator,
            int separatorStart,
            int separatorLength,
            long position) {
        if (position == 0) {
            throw EvaluationException.invalidArgument("SPLIT_PART counts parts from 1, not from 0");
        }
        long index = position - 1;
        if (position < 0) {
            index = count(data, start, length, separator, separatorStart, separatorLength) + position;
        }
        long part = index(data, start, length, separator, separatorStart, separatorLength, index);
        return part == Text.NULL ? Text.slice(start, 0) : part;
    }

    private static int count(
            byte[] data, int start, int length, byte[] separator, int separatorStart, int separatorLength) {
        int end = start + length;
        int parts = 1;
        int found =
                separatorLength == 0 ? -1 : Text.indexOf(data, start, end, separator, separatorStart, separatorLength);
        while (found >= 0) {
            parts++;
            found = Text.indexOf(data, found + separatorLength, end, separator, separatorStart, separatorLength);
        }
        return parts;
    }

    /** All parts as a column of their own (allocated per row); the parts of an empty text are none. */
    public static BytesColumn all(
            byte[] data, int start, int length, byte[] separator, int separatorStart, int separatorLength) {
        int parts = length == 0 ? 0 : count(data, start, length, separator, separatorStart, separatorLength);
        if (parts > Scratch.UNNOTICED / BYTES_PER_PART) {
            Scratch.take((long) parts * BYTES_PER_PART);
        }
        int[] starts = new int[parts];
        int[] lengths = new int[parts];
        int from = start;
        int end = start + length;
        for (int i = 0; i < parts; i++) {
            int found =
                    i == parts - 1 ? end : Text.indexOf(data, from, end, separator, separatorStart, separatorLength);
            starts[i] = from;
            lengths[i] = found - from;
            from = found + separatorLength;
        }
        return new BytesColumn(parts, data, starts, lengths, null);
    }
}
