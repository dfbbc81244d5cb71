package io.millrace.engine.codegen.expression.operand;

import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An exact number that is a scaled long where a long is enough, so that no BigDecimal is made for a row that only compares it.
 *
 * @param small the long as Java text, in the type's scale
 * @param big a variable with the BigDecimal where a long is not enough, else null; empty when a long always is
 * @param scale of the long
 * @param digits that the long has at most
 */
public record LongOrBig(String small, Optional<String> big, int scale, int digits) {

    private static final int LONG_DIGITS = 18;

    /** A large DECIMAL: a long, unless the variable is not null. */
    static LongOrBig large(String small, String big, int scale) {
        return new LongOrBig(small, Optional.of(big), scale, LONG_DIGITS + 1);
    }

    /** A constant of a large DECIMAL, when its digits are few enough. */
    static Optional<LongOrBig> constant(BigDecimal value) {
        return value.precision() > LONG_DIGITS
                ? Optional.empty()
                : Optional.of(new LongOrBig(
                        Java.constant(value.unscaledValue().longValue()),
                        Optional.empty(),
                        value.scale(),
                        value.precision()));
    }

    private static Optional<LongOrBig> of(Operand operand) {
        if (operand.type().layout() == Layout.DECIMAL) {
            return operand.longOrBig();
        }
        return LongBacked.isLong(operand.type())
                ? Optional.of(new LongOrBig(
                        operand.value(),
                        Optional.empty(),
                        Conversions.scale(operand.type()),
                        Conversions.digits(operand.type())))
                : Optional.empty();
    }

    /** The number as a BigDecimal, which is made where this text stands. */
    String made() {
        String wide = "java.math.BigDecimal.valueOf(" + small + ", " + scale + ")";
        return big.map(variable -> "(" + variable + " == null ? " + wide + " : " + variable + ")")
                .orElse(wide);
    }

    private Optional<LongOrBig> inScale(int common) {
        int up = common - scale;
        if (up == 0) {
            return Optional.of(this);
        }
        return big.isEmpty() && digits + up <= LONG_DIGITS
                ? Optional.of(new LongOrBig("(" + small + " * " + Java.power(up) + ")", big, common, digits + up))
                : Optional.empty();
    }

    /**
     * A condition over two numbers of which at least one is a large DECIMAL, as longs where longs are enough.
     *
     * @return empty when that is not known of one of them, or their scales are too far apart
     */
    public static Optional<String> compare(Operand left, Operand right, String operator) {
        Optional<LongOrBig> a = of(left);
        Optional<LongOrBig> b = of(right);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        int common = Math.max(a.get().scale, b.get().scale);
        Optional<LongOrBig> x = a.get().inScale(common);
        Optional<LongOrBig> y = b.get().inScale(common);
        if (x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        String asLongs = x.get().small + " " + operator + " " + y.get().small;
        String areLongs = x.get().isSmall()
                + (x.get().big.isPresent() && y.get().big.isPresent() ? " && " : "")
                + y.get().isSmall();
        return Optional.of(
                areLongs.isEmpty()
                        ? asLongs
                        : "(" + areLongs + " ? " + asLongs + " : " + Conversions.big(left) + ".compareTo("
                                + Conversions.big(right) + ") " + operator + " 0)");
    }

    private String isSmall() {
        return big.map(variable -> variable + " == null").orElse("");
    }
}
