package io.millrace.spi.connector;

import java.io.Serializable;

/**
 * A half-open range {@code [start, end)} of offsets in one partition of a source, readable on its own.
 *
 * <p>Reading the same split again gives the same rows. The server may put splits together and take them apart, but only at offsets that
 * the source gave out as the start or end of a split.
 *
 * @param partition stable name of the partition, for example a file path
 * @param extent about how much work it is to read, in bytes or rows; 0 when it is not known
 */
public record Split(String partition, Offset start, Offset end, long extent) implements Serializable {

    /** A range of a connector that counts. */
    public static Split of(String partition, long start, long end) {
        return new Split(partition, Offset.ofLong(start), Offset.ofLong(end), end - start);
    }

    /** The part of the split before an offset, which need not lie in it. */
    public Split until(Offset limit) {
        return end.compareTo(limit) <= 0 ? this : new Split(partition, start, limit, extent);
    }

    /** Whether there is nothing to read. */
    public boolean isEmpty() {
        return start.compareTo(end) >= 0;
    }
}
