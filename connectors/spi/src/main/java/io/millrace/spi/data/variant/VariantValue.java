package io.millrace.spi.data.variant;

import java.util.Arrays;

/** A VARIANT as an object, for functions that work on objects: equal and ordered as its bytes are. */
public final class VariantValue implements Comparable<VariantValue> {

    private final byte[] bytes;

    public VariantValue(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int compareTo(VariantValue other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VariantValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In JSON. */
    @Override
    public String toString() {
        StringBuilder json = new StringBuilder();
        VariantJson.print(bytes, 0, json);
        return json.toString();
    }
}
