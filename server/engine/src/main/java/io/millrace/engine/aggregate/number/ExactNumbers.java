package io.millrace.engine.aggregate.number;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Turns exact sums into values of the result type, or reports that they do not fit. */
public final class ExactNumbers {

    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private ExactNumbers() {}

    /** The digits after the point of a type: 0 for all but DECIMAL. */
    public static int scale(Type type) {
        return type.kind() == TypeKind.DECIMAL ? ((ScalarType) type).scale() : 0;
    }

    /**
     * A number of a column in units of its last digit.
     *
     * @param unit how many of these are 1
     */
    public static double unscaled(Column column, int row, double unit) {
        if (column instanceof DoubleColumn doubles) {
            return doubles.values()[row];
        }
        if (column instanceof LongColumn longs) {
            return longs.values()[row];
        }
        if (column instanceof IntColumn ints) {
            return ints.values()[row];
        }
        return ((DecimalColumn) column).values()[row].doubleValue() * unit;
    }

    /** {@code (high · 2^64 + low) / 10^scale}. */
    public static BigDecimal of(long high, long low, int scale) {
        BigInteger unscaled = BigInteger.valueOf(low);
        if (high != 0) {
            unscaled = unscaled.add(TWO_64.multiply(BigInteger.valueOf(high)));
        }
        return new BigDecimal(unscaled, scale);
    }

    /** The quotient as the result type rounds it: DECIMALs half up, integers towards zero. */
    public static BigDecimal divide(BigDecimal dividend, long divisor, Type type) {
        if (type.layout() == Layout.DOUBLE) {
            return dividend.divide(BigDecimal.valueOf(divisor), MathContext.DECIMAL128);
        }
        RoundingMode rounding = type.kind() == TypeKind.DECIMAL ? RoundingMode.HALF_UP : RoundingMode.DOWN;
        return dividend.divide(BigDecimal.valueOf(divisor), scale(type), rounding);
    }

    /** Appends a value in the layout of {@code type}; fails with NUMERIC_OUT_OF_RANGE when it does not fit. */
    public static void append(ColumnBuilder builder, BigDecimal value, Type type, String function) {
        if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append(type.kind() == TypeKind.REAL ? value.floatValue() : value.doubleValue());
            return;
        }
        BigDecimal rounded = value.setScale(scale(type), RoundingMode.HALF_UP);
        int digits = type.kind() == TypeKind.DECIMAL ? ((ScalarType) type).precision() : Integer.MAX_VALUE;
        if (rounded.precision() > digits) {
            throw outOfRange(function, type);
        }
        if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append(rounded);
            return;
        }
        BigInteger unscaled = rounded.unscaledValue();
        int bits =
                builder instanceof IntColumnBuilder ? Integer.SIZE - Integer.numberOfLeadingZeros(intBound(type)) : 63;
        if (unscaled.bitLength() > bits) {
            throw outOfRange(function, type);
        }
        if (builder instanceof IntColumnBuilder ints) {
            ints.append(unscaled.intValue());
        } else {
            ((LongColumnBuilder) builder).append(unscaled.longValue());
        }
    }

    /** The greatest value of a type that is held in an int. */
    public static int intBound(Type type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case BOOLEAN, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, BINARY, VARBINARY, UUID ->
                Integer.MAX_VALUE;
            case DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> Integer.MAX_VALUE;
        };
    }

    public static MillraceException outOfRange(String function, Type type) {
        return new MillraceException(
                ErrorCode.NUMERIC_OUT_OF_RANGE,
                "the result of " + function + " does not fit " + type.sql() + "; cast the argument to a wider type");
    }
}
