package io.millrace.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DecimalFitTest {

    private static final ScalarType TYPE = new ScalarType(TypeKind.DECIMAL, 5, 2);

    private static BigDecimal fit(String number, RoundingMode rounding) {
        return DecimalFit.of(new BigDecimal(number), TYPE, rounding);
    }

    @Test
    void numbersOfAnyExponentAreRoundedToTheScale() {
        assertThat(fit("1E+2", RoundingMode.HALF_UP)).isEqualTo(new BigDecimal("100.00"));
        assertThat(fit("999.994", RoundingMode.HALF_UP)).isEqualTo(new BigDecimal("999.99"));
        assertThat(fit("0.005", RoundingMode.HALF_UP)).isEqualTo(new BigDecimal("0.01"));
        assertThat(fit("0.00499", RoundingMode.HALF_UP)).isEqualTo(new BigDecimal("0.00"));
        assertThat(fit("9E-2000000000", RoundingMode.HALF_UP)).isEqualTo(new BigDecimal("0.00"));
        assertThat(fit("-9E-2000000000", RoundingMode.FLOOR)).isEqualTo(new BigDecimal("-0.01"));
        assertThat(fit("0E+2000000000", RoundingMode.UNNECESSARY)).isEqualTo(new BigDecimal("0.00"));
        assertThat(DecimalFit.of(new BigDecimal("0.95"), 2, 2, RoundingMode.HALF_UP))
                .isEqualTo(new BigDecimal("0.95"));
    }

    @Test
    void numbersThatDoNotFitAreRefusedWithoutWritingTheirDigitsOut() {
        for (String number : List.of("999.995", "1000", "1E+2000000000", "-1E+2147483647")) {
            assertThatThrownBy(() -> fit(number, RoundingMode.HALF_UP)).isInstanceOf(ArithmeticException.class);
        }
        for (String number : List.of("0.001", "1E-2000000000")) {
            assertThatThrownBy(() -> fit(number, RoundingMode.UNNECESSARY)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void fractionsAreTakenOff() {
        assertThat(DecimalFit.whole(new BigDecimal("-2.5"), RoundingMode.HALF_UP))
                .isEqualTo(new BigDecimal("-3"));
        assertThat(DecimalFit.whole(new BigDecimal("7E-2000000000"), RoundingMode.CEILING))
                .isEqualTo(BigDecimal.ONE);
        assertThat(DecimalFit.whole(new BigDecimal("1E+2000000000"), RoundingMode.FLOOR))
                .isEqualTo(new BigDecimal("1E+2000000000"));
    }

    @Test
    void textsAreShort() {
        assertThat(DecimalFit.text(new BigDecimal("1E+4"))).isEqualTo("10000");
        assertThat(DecimalFit.text(new BigDecimal("1E-10"))).isEqualTo("0.0000000001");
        assertThat(DecimalFit.text(new BigDecimal("1E+2000000000"))).isEqualTo("1E+2000000000");
    }
}
