package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.DecimalFit;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * DECIMAL arithmetic: values of up to 18 digits are longs scaled by a power of ten, larger ones BigDecimals.
 *
 * <p>Rounds half up (away from zero). Results that need more digits than their type has fail. Whatever does not fit 64 bits on
 * the way goes through BigDecimal.
 */
public final class Decimals {

    private static final long[] POWERS = new long[19];

    private static final int BIGINT_DIGITS = 19;

    /** A place before the point at which no number has a digit, DOUBLEs among them. */
    private static final int NO_DIGIT = -400;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Decimals() {}

    /** 10 to the given exponent of 0 to 18. */
    public static long power(int exponent) {
        return POWERS[exponent];
    }

    /** {@code value / power}, rounded half up. */
    public static long roundDown(long value, long power) {
        long quotient = value / power;
        long rest = Math.abs(value - quotient * power);
        return rest >= power - rest ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    /** Checks that a scaled value has at most {@code precision} digits; {@code bound} is 10 to that power. */
    public static long fit(long value, long bound, int precision, int scale) {
        if (value >= bound || value <= -bound) {
            throw outOfRange(BigDecimal.valueOf(value, scale), precision, scale);
        }
        return value;
    }

    public static BigDecimal fit(BigDecimal value, int precision, int scale) {
        if (value.scale() == scale && value.precision() <= precision) {
            return value;
        }
        try {
            return DecimalFit.of(value, precision, scale, RoundingMode.HALF_UP);
        } catch (ArithmeticException e) {
            throw outOfRange(value, precision, scale);
        }
    }

    /** The value as a long of the given scale; {@code precision} is at most 18. */
    public static long scaled(BigDecimal value, int precision, int scale) {
        return fit(value, precision, scale).unscaledValue().longValue();
    }

    /** From one scale to another, with all checks. */
    public static long rescale(long value, int from, int precision, int scale) {
        long rescaled;
        if (from >= scale) {
            rescaled = from - scale > 18 ? 0 : roundDown(value, POWERS[from - scale]);
        } else if (scale - from > 18
                || Math.multiplyHigh(value, POWERS[scale - from]) != value * POWERS[scale - from] >> 63) {
            return scaled(BigDecimal.valueOf(value, from), precision, scale);
        } else {
            rescaled = value * POWERS[scale - from];
        }
        if (rescaled >= POWERS[precision] || rescaled <= -POWERS[precision]) {
            throw outOfRange(BigDecimal.valueOf(value, from), precision, scale);
        }
        return rescaled;
    }

    /** {@code a * b / 10^drop}, for a result of at most 18 digits. */
    public static long multiply(long a, long b, int drop, int precision, int scale) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) == product >> 63) {
            long rounded = drop == 0 ? product : drop > 18 ? 0 : roundDown(product, POWERS[drop]);
            return fit(rounded, POWERS[precision], precision, scale);
        }
        return scaled(BigDecimal.valueOf(a, scale + drop).multiply(BigDecimal.valueOf(b)), precision, scale);
    }

    /** {@code a * b} as a large DECIMAL of the sum of their scales; null when the product is a long. */
    public static BigDecimal productBeyondLong(long a, int scaleOfA, long b, int scaleOfB, int precision, int scale) {
        return Math.multiplyHigh(a, b) == a * b >> 63
                ? null
                : fit(BigDecimal.valueOf(a, scaleOfA).multiply(BigDecimal.valueOf(b, scaleOfB)), precision, scale);
    }

    /** {@code a + b} as a large DECIMAL whose scale is not less than theirs; null when all is done with longs. */
    public static BigDecimal sumBeyondLong(long a, int scaleOfA, long b, int scaleOfB, int precision, int scale) {
        long unitOfA = POWERS[scale - scaleOfA];
        long unitOfB = POWERS[scale - scaleOfB];
        long left = a * unitOfA;
        long right = b * unitOfB;
        long sum = left + right;
        boolean exact = Math.multiplyHigh(a, unitOfA) == left >> 63
                && Math.multiplyHigh(b, unitOfB) == right >> 63
                && ((left ^ sum) & (right ^ sum)) >= 0;
        return exact
                ? null
                : fit(BigDecimal.valueOf(a, scaleOfA).add(BigDecimal.valueOf(b, scaleOfB)), precision, scale);
    }

    /** {@code a - b} as a large DECIMAL whose scale is not less than theirs; null when all is done with longs. */
    public static BigDecimal differenceBeyondLong(
            long a, int scaleOfA, long b, int scaleOfB, int precision, int scale) {
        return b == Long.MIN_VALUE
                ? fit(BigDecimal.valueOf(a, scaleOfA).subtract(BigDecimal.valueOf(b, scaleOfB)), precision, scale)
                : sumBeyondLong(a, scaleOfA, -b, scaleOfB, precision, scale);
    }

    public static long divide(long a, int scaleOfA, long b, int scaleOfB, int precision, int scale) {
        if (b == 0) {
            throw EvaluationException.divisionByZero();
        }
        int shift = scale + scaleOfB - scaleOfA;
        if (shift >= 0 && shift <= 18) {
            long power = POWERS[shift];
            long dividend = a * power;
            if (Math.multiplyHigh(a, power) == dividend >> 63 && dividend != Long.MIN_VALUE) {
                return fit(divideHalfUp(dividend, b), POWERS[precision], precision, scale);
            }
        }
        return scaled(
                divide(BigDecimal.valueOf(a, scaleOfA), BigDecimal.valueOf(b, scaleOfB), scale), precision, scale);
    }

    private static long divideHalfUp(long a, long b) {
        long quotient = a / b;
        long rest = Math.abs(a - quotient * b);
        long divisor = Math.abs(b);
        return rest >= divisor - rest ? quotient + ((a < 0) == (b < 0) ? 1 : -1) : quotient;
    }

    public static BigDecimal divide(BigDecimal a, BigDecimal b, int scale) {
        if (b.signum() == 0) {
            throw EvaluationException.divisionByZero();
        }
        return a.divide(b, scale, RoundingMode.HALF_UP);
    }

    public static BigDecimal modulo(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw EvaluationException.divisionByZero();
        }
        return a.remainder(b);
    }

    public static int compare(long a, int scaleOfA, long b, int scaleOfB) {
        return BigDecimal.valueOf(a, scaleOfA).compareTo(BigDecimal.valueOf(b, scaleOfB));
    }

    public static long scaled(double value, int precision, int scale) {
        if (value == (long) value && Math.abs(value) < 1e15) {
            return rescale((long) value, 0, precision, scale);
        }
        return scaled(exact(value, precision, scale), precision, scale);
    }

    public static BigDecimal decimal(double value, int precision, int scale) {
        return fit(exact(value, precision, scale), precision, scale);
    }

    private static BigDecimal exact(double value, int precision, int scale) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw EvaluationException.outOfRange(value + " does not fit DECIMAL(" + precision + ", " + scale + ")");
        }
        return BigDecimal.valueOf(value);
    }

    /** The nearest double of a scaled long. */
    public static double toDouble(long value, int scale, double power) {
        if (scale <= 18 && value > -(1L << 53) && value < 1L << 53) {
            return value / power;
        }
        return BigDecimal.valueOf(value, scale).doubleValue();
    }

    /** Towards zero. */
    public static long bigint(BigDecimal value) {
        try {
            return DecimalFit.of(value, BIGINT_DIGITS, 0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw EvaluationException.outOfRange(DecimalFit.text(value) + " is out of range of BIGINT");
        }
    }

    /** Rounds to {@code digits} after the point (before it when negative) in the given way; a value of its own scale. */
    public static BigDecimal round(BigDecimal value, int digits, boolean down) {
        return digits >= value.scale()
                ? value
                : value.setScale(Math.max(digits, NO_DIGIT), down ? RoundingMode.DOWN : RoundingMode.HALF_UP);
    }

    public static BigDecimal floor(BigDecimal value) {
        return DecimalFit.whole(value, RoundingMode.FLOOR);
    }

    public static BigDecimal ceil(BigDecimal value) {
        return DecimalFit.whole(value, RoundingMode.CEILING);
    }

    /** ROUND and TRUNCATE of doubles: by their shortest decimal text, as users read them. */
    public static double round(double value, int digits, boolean down) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        return round(BigDecimal.valueOf(value), digits, down).doubleValue();
    }

    private static EvaluationException outOfRange(BigDecimal value, int precision, int scale) {
        return EvaluationException.outOfRange(
                DecimalFit.text(value) + " does not fit DECIMAL(" + precision + ", " + scale + ")");
    }
}
