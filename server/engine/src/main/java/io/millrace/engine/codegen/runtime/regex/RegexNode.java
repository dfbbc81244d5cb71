package io.millrace.engine.codegen.runtime.regex;

import java.util.List;

/** A piece of a regular expression that {@link ByteProgram} can match. */
sealed interface RegexNode {

    /** The least and the greatest number of bytes that the piece matches; {@link Integer#MAX_VALUE} stands for no bound. */
    record Extent(int least, int most) {

        Extent plus(Extent other) {
            boolean bounded = most < Integer.MAX_VALUE && other.most < Integer.MAX_VALUE;
            return new Extent(least + other.least, bounded ? most + other.most : Integer.MAX_VALUE);
        }
    }

    Extent extent();

    /** One byte of a set, given as the bits of the bytes 0–63 and 64–127; a single byte is a set, too. */
    record Set(long low, long high) implements RegexNode {

        static Set of(int value) {
            return value < 64 ? new Set(1L << value, 0) : new Set(0, 1L << value);
        }

        Set or(Set other) {
            return new Set(low | other.low, high | other.high);
        }

        Set negated() {
            return new Set(~low, ~high);
        }

        /** The byte of a set of one, else -1. */
        int single() {
            if (Long.bitCount(low) + Long.bitCount(high) != 1) {
                return -1;
            }
            return low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
        }

        @Override
        public Extent extent() {
            return new Extent(1, 1);
        }
    }

    /** A set several times, as often as possible or as rarely as possible. */
    record Repeat(Set set, int least, int most, boolean greedy) implements RegexNode {

        @Override
        public Extent extent() {
            return new Extent(least, most);
        }
    }

    /**
     * Alternatives, the first one that matches being taken.
     *
     * @param number from 1, or 0 when the group does not capture
     */
    record Group(int number, List<List<RegexNode>> alternatives) implements RegexNode {

        @Override
        public Extent extent() {
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (List<RegexNode> alternative : alternatives) {
                Extent extent = of(alternative);
                least = Math.min(least, extent.least);
                most = Math.max(most, extent.most);
            }
            return new Extent(least, most);
        }
    }

    /** A group or nothing. */
    record Maybe(Group group) implements RegexNode {

        @Override
        public Extent extent() {
            return new Extent(0, group.extent().most);
        }
    }

    /** The beginning of the text. */
    record Begin() implements RegexNode {

        @Override
        public Extent extent() {
            return new Extent(0, 0);
        }
    }

    /** The end of the text, or the line end that it ends with. */
    record End() implements RegexNode {

        @Override
        public Extent extent() {
            return new Extent(0, 0);
        }
    }

    static Extent of(List<RegexNode> sequence) {
        Extent sum = new Extent(0, 0);
        for (RegexNode node : sequence) {
            sum = sum.plus(node.extent());
        }
        return sum;
    }
}
