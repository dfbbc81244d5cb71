package io.millrace.engine.aggregate.number;

import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;

/** Divides scaled longs within 64 bits where they suffice: the quick way of sums and averages to their result type. */
public final class ScaledDivision {

    private static final long EXACT_DOUBLE = 1L << 53;

    private final long factor;
    private final long bound;
    private final boolean decimal;
    private final boolean real;
    private final double divisor;
    private final boolean possible;

    public ScaledDivision(int scale, Type type) {
        int shift = ExactNumbers.scale(type) - scale;
        decimal = type.kind() == TypeKind.DECIMAL;
        real = type.kind() == TypeKind.REAL;
        possible = type.layout() == Layout.DOUBLE || (shift >= 0 && shift <= ScalarType.MAX_LONG_DIGITS);
        factor = shift > 0 && possible ? power(shift) : 1;
        divisor = power(Math.min(scale, ScalarType.MAX_LONG_DIGITS));
        bound = switch (type.layout()) {
            case INT -> ExactNumbers.intBound(type);
            case LONG -> decimal ? power(((ScalarType) type).precision()) - 1 : Long.MAX_VALUE;
            case BOOLEAN, DOUBLE, BYTES, DECIMAL, ARRAY -> 0;
        };
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** Appends {@code dividend / count} if it can be computed exactly (or correctly rounded) here; else leaves it to others. */
    public boolean append(ColumnBuilder builder, long dividend, long count) {
        if (!possible) {
            return false;
        }
        if (builder instanceof DoubleColumnBuilder doubles) {
            return appendDouble(doubles, dividend, count);
        }
        long numerator = dividend * factor;
        if (bound == 0 || Math.multiplyHigh(dividend, factor) != numerator >> 63 || numerator == Long.MIN_VALUE) {
            return false;
        }
        long quotient = count == 1 ? numerator : numerator / count;
        if (decimal && count != 1) {
            long rest = Math.abs(numerator % count);
            if (rest >= Math.abs(count) - rest) {
                quotient += (numerator < 0) == (count < 0) ? 1 : -1;
            }
        }
        if (quotient > bound || quotient < -bound) {
            return false;
        }
        if (builder instanceof LongColumnBuilder longs) {
            longs.append(quotient);
        } else {
            ((IntColumnBuilder) builder).append((int) quotient);
        }
        return true;
    }

    private boolean appendDouble(DoubleColumnBuilder builder, long dividend, long count) {
        boolean exact = dividend > -EXACT_DOUBLE && dividend < EXACT_DOUBLE && (divisor == 1 || count == 1);
        if (!exact || divisor > EXACT_DOUBLE) {
            return false;
        }
        double quotient = dividend / (divisor * count);
        builder.append(real ? (float) quotient : quotient);
        return true;
    }
}
