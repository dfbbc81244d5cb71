package io.millrace.connector.formats;

import java.util.Arrays;

/**
 * Holds back the resolved text of escaped strings until the whole record is known to be good, then writes it over the escaped
 * text, which is never shorter.
 *
 * <p>So strings stay slices of the input, and the bytes of a refused record stay as they came.
 */
public final class EscapedText {

    private byte[] resolved = new byte[256];
    private int used;
    private int[] edits = new int[12]; // target, start in resolved, length
    private int editCount;
    private int begun;

    /** Begins the text of one string. */
    public void begin() {
        begun = used;
    }

    public void put(int value) {
        if (used == resolved.length) {
            resolved = Arrays.copyOf(resolved, used * 2);
        }
        resolved[used++] = (byte) value;
    }

    public void put(byte[] bytes, int start, int end) {
        int length = end - start;
        if (used + length > resolved.length) {
            resolved = Arrays.copyOf(resolved, Math.max(used + length, used * 2));
        }
        System.arraycopy(bytes, start, resolved, used, length);
        used += length;
    }

    /** Where the text begun last lies in {@link #bytes()}. */
    public int start() {
        return begun;
    }

    /** Where the text begun last ends in {@link #bytes()}. */
    public int end() {
        return used;
    }

    public byte[] bytes() {
        return resolved;
    }

    /** Has the text begun last written to {@code target} when the record is good. */
    public void writeTo(int target) {
        if (editCount * 3 == edits.length) {
            edits = Arrays.copyOf(edits, edits.length * 2);
        }
        edits[editCount * 3] = target;
        edits[editCount * 3 + 1] = begun;
        edits[editCount++ * 3 + 2] = used - begun;
    }

    /** Ends a good record: writes what was held back. */
    public void commit(byte[] bytes) {
        for (int i = 0; i < editCount; i++) {
            System.arraycopy(resolved, edits[i * 3 + 1], bytes, edits[i * 3], edits[i * 3 + 2]);
        }
        clear();
    }

    /** Ends a refused record: forgets what was held back. */
    public void clear() {
        editCount = 0;
        used = 0;
        begun = 0;
    }

    public boolean isEmpty() {
        return used == 0;
    }
}
