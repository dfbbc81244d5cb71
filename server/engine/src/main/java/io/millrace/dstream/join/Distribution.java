package io.millrace.dstream.join;

import java.util.List;

/**
 * Where an exchange sends each row, so that those which are to meet do.
 *
 * @param keys columns whose hash chooses the partition, for {@link Kind#HASH}
 */
public record Distribution(Kind kind, List<Integer> keys) {

    /** The ways to choose a partition. */
    public enum Kind {
        /** By the hash of the keys. */
        HASH,
        /** All rows to partition 0. */
        SINGLE
    }

    public static final Distribution SINGLE = new Distribution(Kind.SINGLE, List.of());

    public Distribution {
        keys = List.copyOf(keys);
    }

    /** By the hash of the key columns, or to one partition when there is no key. */
    public static Distribution hash(List<Integer> keys) {
        return keys.isEmpty() ? SINGLE : new Distribution(Kind.HASH, keys);
    }
}
