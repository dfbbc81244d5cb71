package io.millrace.spi.data.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal values are equal bytes, and values order as their bytes do. */
class VariantBytesTest {

    private static final int ROUNDS = 20_000;

    private final Random random = new Random(7);

    private static byte[] json(String text) {
        VariantWriter out = new VariantWriter();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new JsonReader(out).read(bytes, 0, bytes.length);
        return out.toBytes();
    }

    private static String text(byte[] variant) {
        StringBuilder text = new StringBuilder();
        VariantJson.print(variant, 0, text);
        return text.toString();
    }

    private static byte[] decimal(BigDecimal value) {
        VariantWriter out = new VariantWriter();
        out.putDecimal(value);
        return out.toBytes();
    }

    private BigDecimal anyNumber() {
        BigInteger digits = new BigInteger(1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 70), random);
        int scale = random.nextInt(4) == 0 ? random.nextInt(400) - 200 : random.nextInt(25) - 4;
        return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
    }

    @Test
    void numbersOrderAsTheirBytes() {
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal one = anyNumber();
            BigDecimal other = random.nextInt(3) == 0
                    ? one.setScale(one.scale() + 3).negate().negate()
                    : anyNumber();
            int order = Integer.signum(Arrays.compareUnsigned(decimal(one), decimal(other)));
            assertThat(order).as("%s beside %s", one, other).isEqualTo(one.compareTo(other));
        }
    }

    @Test
    void numbersAreReadAsTheyWereWritten() {
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal number = anyNumber();
            byte[] bytes = decimal(number);
            assertThat(VariantNumbers.readDecimal(bytes, 0)).isEqualByComparingTo(number);
            assertThat(VariantReader.skip(bytes, 0)).isEqualTo(bytes.length);
            assertThat(VariantNumbers.readDouble(bytes, 0)).isEqualTo(number.doubleValue() + 0.0);
            assertThat(json(number.toString())).isEqualTo(bytes);
            assertThat(new BigDecimal(text(bytes))).isEqualByComparingTo(number);
        }
    }

    @Test
    void wholeNumbersAndFloatingPointNumbersAreThoseOfTheirDigits() {
        for (int i = 0; i < ROUNDS; i++) {
            long whole = i == 0 ? Long.MIN_VALUE : i == 1 ? Long.MAX_VALUE : random.nextLong() >> random.nextInt(64);
            VariantWriter out = new VariantWriter();
            out.putLong(whole);
            assertThat(out.toBytes()).isEqualTo(decimal(BigDecimal.valueOf(whole)));
            if (VariantNumbers.isLong(out.data(), 0)) {
                assertThat(VariantNumbers.readLong(out.data(), 0)).isEqualTo(whole);
            }
            double floating = Double.longBitsToDouble(random.nextLong());
            out.clear();
            out.putDouble(floating);
            assertThat(VariantNumbers.readDouble(out.data(), 0)).isEqualTo(Double.valueOf(floating + 0.0));
        }
    }

    private String anyJson(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> "\"" + "\\u0000ab".substring(0, new int[] {0, 6, 7, 8}[random.nextInt(4)]) + "\"";
            case 3, 4 -> String.valueOf(random.nextInt(20) - 10);
            case 5 -> "[" + (random.nextInt(4) == 0 ? "" : anyJson(depth - 1) + "," + anyJson(depth - 1)) + "]";
            default ->
                "{\"b\":" + anyJson(depth - 1) + ",\"a\\u0000\":" + anyJson(depth - 1) + ",\"a\":" + anyJson(depth - 1)
                        + ",\"b\":" + anyJson(depth - 1) + "}";
        };
    }

    @Test
    void valuesEndWhereTheyEndAndAreWrittenInOneForm() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] value = json(anyJson(4));
            byte[] followed = Arrays.copyOf(value, value.length + 3);
            assertThat(VariantReader.skip(followed, 0)).isEqualTo(value.length);
            assertThat(json(text(value))).isEqualTo(value);
        }
    }

    @Test
    void keysAndElementsAreFound() {
        byte[] value = json("{\"b\": [1, {\"x\": 2}, 3], \"a\\u0000\": 5, \"a\": 6, \"b\": [7, [8], 9]}");
        byte[] key = {'a', 0};
        assertThat(VariantReader.size(value, 0)).isEqualTo(3);
        assertThat(text(Arrays.copyOfRange(value, VariantReader.field(value, 0, key, 0, 2), value.length)))
                .isEqualTo("5");
        assertThat(text(Arrays.copyOfRange(value, VariantReader.field(value, 0, key, 0, 1), value.length)))
                .isEqualTo("6");
        int array = VariantReader.field(value, 0, new byte[] {'b'}, 0, 1);
        assertThat(VariantReader.size(value, array)).isEqualTo(3);
        assertThat(VariantNumbers.readLong(value, VariantReader.element(value, array, -1)))
                .isEqualTo(9);
        assertThat(VariantReader.element(value, array, 3)).isEqualTo(-1);
        assertThat(VariantReader.element(value, array, -4)).isEqualTo(-1);
        assertThat(VariantReader.field(value, array, key, 0, 1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "01",
                "1.",
                "1e",
                "-",
                "+1",
                ".5",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\ud800\"",
                "\"\\u12\"",
                "[1] 2",
                "{a:1}",
                "'a'",
                "NaN",
                "1e999999",
                "\"\u0001\""
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> json(text)).isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void deepValuesMeetALimit() {
        assertThat(text(json("[".repeat(1_000) + "]".repeat(1_000)))).hasSize(2_000);
        assertThatThrownBy(() -> json("[".repeat(100_000)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining("1000 levels");
    }
}
