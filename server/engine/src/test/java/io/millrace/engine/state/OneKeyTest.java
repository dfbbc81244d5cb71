package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import org.junit.jupiter.api.Test;

class OneKeyTest {

    private static final Column SAME = longs(7, 7, 7, 7);

    @Test
    void isSeenInNumbers() {
        assertThat(isIn(SAME)).isTrue();
        assertThat(isIn(SAME, ints(-1, -1, -1, -1))).isTrue();
        assertThat(isIn(longs(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE)))
                .isTrue();
    }

    @Test
    void isNotSeenWhereOneRowDiffers() {
        assertThat(isIn(longs(7, 7, 7, 8))).isFalse();
        assertThat(isIn(longs(7, 7, 8, 7))).isFalse();
        assertThat(isIn(longs(7, 7 + (1L << 40), 7, 7))).isFalse();
        assertThat(isIn(SAME, ints(1, 2, 1, 1))).isFalse();
        assertThat(isIn(ints(1, 2, 1, 1), SAME)).isFalse();
    }

    /** A value below a null is any; the two zeros of floating point are one key, and NaN is one. */
    @Test
    void isNotLookedForWhereItIsNotCheap() {
        assertThat(isIn(new LongColumn(4, new long[4], new long[] {2}))).isFalse();
        assertThat(isIn(new DoubleColumn(4, new double[4], null))).isFalse();
    }

    /** Without a key all rows are one, but there is nothing to save. */
    @Test
    void isNotSeenWithoutKeys() {
        assertThat(isIn()).isFalse();
        assertThat(OneKey.isIn(new Column[] {longs()}, 0)).isFalse();
    }

    private static boolean isIn(Column... keys) {
        return OneKey.isIn(keys, 4);
    }

    private static Column longs(long... values) {
        return new LongColumn(values.length, values, null);
    }

    private static Column ints(int... values) {
        return new IntColumn(values.length, values, null);
    }
}
