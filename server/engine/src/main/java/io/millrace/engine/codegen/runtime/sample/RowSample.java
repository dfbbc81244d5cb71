package io.millrace.engine.codegen.runtime.sample;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Chooses rows by their values: equal rows together, the same ones each time. */
public final class RowSample {

    private static final int HASH_BITS = 53;

    private RowSample() {}

    /**
     * Whether a row is chosen.
     *
     * @param fraction of all rows that should be, from 0 to 1
     * @param values boxed as {@link io.millrace.dstream.expression.SourceCall} says; null for NULL
     */
    public static boolean holds(long seed, double fraction, Object... values) {
        long hash = mixed(seed);
        for (Object value : values) {
            hash = mixed(hash ^ hashOf(value));
        }
        return (hash >>> Long.SIZE - HASH_BITS) < fraction * (1L << HASH_BITS);
    }

    private static long hashOf(Object value) {
        if (value == null) {
            return 0x5bd1e995L;
        }
        if (value instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros().hashCode();
        }
        if (value instanceof Double number) {
            return Double.hashCode(number + 0.0); // the two zeros are equal
        }
        if (value instanceof List<?> elements) {
            long hash = elements.size();
            for (Object element : elements) {
                hash = mixed(hash ^ hashOf(element));
            }
            return hash;
        }
        return value.hashCode();
    }

    private static long mixed(long value) {
        long hash = value + 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
