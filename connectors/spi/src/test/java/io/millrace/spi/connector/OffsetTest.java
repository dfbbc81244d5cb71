package io.millrace.spi.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetTest {

    private static Offset bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Offset.ofBytes(bytes);
    }

    @Test
    void countsAreOrderedLikeNumbers() {
        long[] counts = {0, 1, 127, 128, 255, 256, 1L << 32, Long.MAX_VALUE};
        for (int i = 1; i < counts.length; i++) {
            assertThat(Offset.ofLong(counts[i])).isGreaterThan(Offset.ofLong(counts[i - 1]));
            assertThat(Offset.ofLong(counts[i]).asLong()).isEqualTo(counts[i]);
            assertThat(Offset.ofLong(counts[i])).hasToString(Long.toString(counts[i]));
        }
        assertThat(Offset.max(Offset.ofLong(3), Offset.ofLong(200))).isEqualTo(Offset.ofLong(200));
    }

    @Test
    void whatComesBehindACountDecidesBetweenEqualOnes() {
        Offset first = bytes(0, 0, 0, 0, 0, 0, 0, 9, 1);
        Offset second = bytes(0, 0, 0, 0, 0, 0, 0, 9, 0x80);
        assertThat(first).isLessThan(second).isGreaterThan(Offset.ofLong(9)).isLessThan(Offset.ofLong(10));
        assertThat(second.asLong()).isEqualTo(9);
        assertThat(second).hasToString("0x000000000000000980");
    }

    @Test
    void offsetIsItsBytes() {
        Offset offset = bytes(7, 200);
        offset.bytes()[0] = 0;
        assertThat(offset).isEqualTo(bytes(7, 200)).hasSameHashCodeAs(bytes(7, 200));
        assertThat(offset).isNotEqualTo(bytes(7, 201)).isGreaterThan(bytes(7));
        assertThatThrownBy(offset::asLong).hasMessageContaining("does not begin with a count");
        assertThatThrownBy(() -> Offset.ofLong(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void splitIsCutOffAtAnOffset() {
        Split split = Split.of("p", 10, 20);
        assertThat(split.until(Offset.ofLong(15)).end()).isEqualTo(Offset.ofLong(15));
        assertThat(split.until(Offset.ofLong(30))).isEqualTo(split);
        assertThat(split.until(Offset.ofLong(10)).isEmpty()).isTrue();
        assertThat(split.until(Offset.ofLong(5)).isEmpty()).isTrue();
    }
}
