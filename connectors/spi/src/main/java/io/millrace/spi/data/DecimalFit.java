package io.millrace.spi.data;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Brings decimal numbers of any exponent to the digits of a type. A number as short as {@code 1E1000000000} has a billion digits when
 * they are written out: none of these methods does so before it is known that the number fits.
 */
public final class DecimalFit {

    /** A text of a number with more digits than this before or behind the point has an exponent. */
    private static final int PLAIN = 1_000;

    private DecimalFit() {}

    /**
     * The number with the scale of a DECIMAL.
     *
     * @throws ArithmeticException when the type does not hold so many digits, and when the number has to be rounded but must not be
     */
    public static BigDecimal of(BigDecimal value, ScalarType type, RoundingMode rounding) {
        return of(value, type.precision(), type.scale(), rounding);
    }

    /** The same for the precision and scale of a type. */
    public static BigDecimal of(BigDecimal value, int precision, int scale, RoundingMode rounding) {
        if (value.signum() == 0) {
            return BigDecimal.valueOf(0, scale);
        }
        long whole = (long) value.precision() - value.scale();
        if (whole > precision - scale) {
            throw new ArithmeticException("too many digits");
        }
        BigDecimal scaled = scaled(value, whole, scale, rounding);
        if (scaled.precision() > precision) {
            throw new ArithmeticException("too many digits");
        }
        return scaled;
    }

    /** The number without a fraction, rounded; as it is when it has none. */
    public static BigDecimal whole(BigDecimal value, RoundingMode rounding) {
        return value.scale() <= 0 ? value : scaled(value, (long) value.precision() - value.scale(), 0, rounding);
    }

    private static BigDecimal scaled(BigDecimal value, long whole, int scale, RoundingMode rounding) {
        boolean nearlyZero = whole < -(long) scale;
        return nearlyZero
                ? BigDecimal.valueOf(value.signum(), scale + 2).setScale(scale, rounding)
                : value.setScale(scale, rounding);
    }

    /** The digits of the number, written out unless they are very many. */
    public static String text(BigDecimal value) {
        boolean plain = value.scale() <= PLAIN && value.scale() >= -PLAIN;
        return plain ? value.toPlainString() : value.toString();
    }
}
