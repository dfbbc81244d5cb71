package io.millrace.connector.generator;

/** Random numbers as a function of a counter (SplitMix64): any one can be had without those before it. Immutable. */
public final class CountedRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long origin;

    /**
     * @param seed the same for all columns of a source
     * @param salt differs from column to column
     */
    public CountedRandom(long seed, long salt) {
        origin = mix(mix(seed) + salt * GOLDEN);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** 64 random bits for that counter. */
    public long bits(long counter) {
        return mix(origin + counter * GOLDEN);
    }

    /** Scales the upper 32 bits to {@code 0 .. bound - 1}, for bounds below 2³¹. */
    public static int below(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Scales bits to {@code 0 .. bound - 1} for any positive bound. */
    public static long belowLong(long bits, long bound) {
        return bound < 1L << 62 ? Math.multiplyHigh(bits >>> 1, bound << 1) : (bits >>> 1) % bound;
    }

    /** Scales bits to the range from 0 (inclusive) to 1 (exclusive). */
    public static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }
}
