package io.millrace.engine.codegen.java;

import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;

/** How layouts and constants are written in Java. */
public final class Java {

    private Java() {}

    /** The type of one value; of text the byte array, of arrays the element column. */
    public static String valueType(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> "boolean";
            case INT -> "int";
            case LONG -> "long";
            case DOUBLE -> "double";
            case BYTES -> "byte[]";
            case DECIMAL -> "java.math.BigDecimal";
            case ARRAY -> "io.millrace.spi.data.Column";
        };
    }

    /** What null rows hold. */
    public static String zero(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> "false";
            case INT -> "0";
            case LONG -> "0L";
            case DOUBLE -> "0.0";
            case BYTES -> "Text.EMPTY";
            case DECIMAL -> "java.math.BigDecimal.ZERO";
            case ARRAY -> "null";
        };
    }

    public static String columnClass(Layout layout) {
        return switch (layout) {
            case BOOLEAN -> "BooleanColumn";
            case INT -> "IntColumn";
            case LONG -> "LongColumn";
            case DOUBLE -> "DoubleColumn";
            case BYTES -> "BytesColumn";
            case DECIMAL -> "DecimalColumn";
            case ARRAY -> "ArrayColumn";
        };
    }

    /** Whether values are slices of something with a start and a length. */
    public static boolean sliced(Type type) {
        return type.layout() == Layout.BYTES || type.layout() == Layout.ARRAY;
    }

    public static String constant(int value) {
        return value == Integer.MIN_VALUE ? "Integer.MIN_VALUE" : value < 0 ? "(" + value + ")" : String.valueOf(value);
    }

    public static String constant(long value) {
        return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value < 0 ? "(" + value + "L)" : value + "L";
    }

    public static String constant(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return Double.compare(value, 0) < 0 ? "(" + value + ")" : String.valueOf(value);
    }

    /** Ten to the power of {@code exponent} as a long constant. */
    public static String power(int exponent) {
        return BigDecimal.TEN.pow(exponent).toBigInteger() + "L";
    }
}
