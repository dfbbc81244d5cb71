package io.millrace.spi.connector;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A position in a partition of a source, opaque to the server: it compares, stores and hands back what a connector made.
 *
 * <p>The order of the positions of a partition is the unsigned lexicographic order of their bytes, so that connectors encode them that
 * way: what a connector counts first, as 8 bytes big-endian ({@link #ofLong}), and behind it whatever else it needs to find the place
 * again, such as an epoch. Offsets of different partitions have nothing to do with each other. Immutable.
 */
public final class Offset implements Comparable<Offset>, Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    private Offset(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The offset of a connector that counts, from 0 on. */
    public static Offset ofLong(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("an offset counts from 0, not " + count);
        }
        return new Offset(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }

    /** The offset with a copy of these bytes. */
    public static Offset ofBytes(byte[] bytes) {
        return new Offset(bytes.clone());
    }

    /** A copy of the bytes, from which {@link #ofBytes} makes an equal offset. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * What the first 8 bytes count.
     *
     * @throws IllegalStateException when there are fewer, or they count nothing
     */
    public long asLong() {
        long count = bytes.length < Long.BYTES ? -1 : ByteBuffer.wrap(bytes).getLong();
        if (count < 0) {
            throw new IllegalStateException("offset " + this + " does not begin with a count");
        }
        return count;
    }

    @Override
    public int compareTo(Offset other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** The later of two offsets of one partition. */
    public static Offset max(Offset one, Offset other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Offset offset && Arrays.equals(bytes, offset.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The number where that is all there is, else the bytes; sources may show their offsets in a better way. */
    @Override
    public String toString() {
        return bytes.length == Long.BYTES && bytes[0] >= 0
                ? Long.toString(ByteBuffer.wrap(bytes).getLong())
                : "0x" + HexFormat.of().formatHex(bytes);
    }
}
