package io.millrace.engine.codegen.runtime;

import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects text that generated code makes: the data of an output column, with what was made on the way.
 *
 * <p>Only ever grows, and an outgrown array stays as it was, so that a slice of {@link #data()} taken earlier keeps its meaning.
 */
public final class TextBuffer {

    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    private byte[] data;
    private int size;
    private VariantWriter variant;
    private JsonReader json;

    public TextBuffer(int capacity) {
        data = new byte[Math.max(64, capacity)];
    }

    public byte[] data() {
        return data;
    }

    public int size() {
        return size;
    }

    /** A writer without content, for a value that is to be appended. */
    public VariantWriter variant() {
        if (variant == null) {
            variant = new VariantWriter();
        }
        variant.clear();
        return variant;
    }

    /** A reader of JSON into {@link #variant}, which has no content. */
    public JsonReader json() {
        VariantWriter value = variant();
        if (json == null) {
            json = new JsonReader(value);
        }
        return json;
    }

    /** Appends a slice, which may be one of this buffer, and returns where it starts. */
    public int append(byte[] source, int start, int length) {
        reserve(length);
        System.arraycopy(source, start, data, size, length);
        size += length;
        return size - length;
    }

    public void append(byte value) {
        reserve(1);
        data[size++] = value;
    }

    /** Appends an ASCII character. */
    public void append(char ascii) {
        append((byte) ascii);
    }

    public void append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        append(encoded, 0, encoded.length);
    }

    /** Appends a number in decimal digits. */
    public void append(long value) {
        if (value == Long.MIN_VALUE) {
            append("-9223372036854775808");
            return;
        }
        reserve(20);
        long rest = value;
        if (rest < 0) {
            data[size++] = '-';
            rest = -rest;
        }
        int digits = digits(rest);
        for (int i = size + digits - 1; i >= size; i--) {
            long quotient = rest / 10;
            data[i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        size += digits;
    }

    /** Appends a number that is not negative, with leading zeros up to {@code width} digits. */
    public void appendPadded(long value, int width) {
        for (int i = digits(value); i < width; i++) {
            append('0');
        }
        append(value);
    }

    /** Makes room for {@code length} more bytes; a caller may then write them from {@link #size()} on. */
    public void reserve(int length) {
        if (length > data.length - size) {
            grow((long) size + length);
        }
    }

    private void grow(long needed) {
        if (needed > MOST_BYTES) {
            throw EvaluationException.tooLarge("the texts made of a page of rows are longer than 2 GB");
        }
        long capacity = Math.min(MOST_BYTES, Math.max(needed, data.length * 2L));
        if (capacity > Scratch.UNNOTICED) {
            Scratch.take(data.length > Scratch.UNNOTICED ? capacity - data.length : capacity);
        }
        data = Arrays.copyOf(data, (int) capacity);
    }

    /** The length of the value that was appended from a position on; fails when that is longer than values can be. */
    public int lengthFrom(int start) {
        int length = size - start;
        if (length > TextMaking.MOST_BYTES) {
            throw EvaluationException.tooLong(length);
        }
        return length;
    }

    /** Counts bytes that were written after {@link #reserve}. */
    public void advance(int length) {
        size += length;
    }

    /** Number of decimal digits of a value that is not negative. */
    private static int digits(long value) {
        int least = (64 - Long.numberOfLeadingZeros(value)) * 1_233 >> 12;
        return least < 19 && value >= Decimals.power(least) ? least + 1 : Math.max(1, least);
    }
}
