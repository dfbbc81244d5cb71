package io.millrace.engine.codegen.expression.operand;

import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Locale;

/** Conversions between types, of values that are not null: what CAST does, and what widening operands needs. */
public final class Conversions {

    private final RowCode code;
    private final TextConversions text;
    private final VariantConversions variants;

    public Conversions(RowCode code) {
        this.code = code;
        this.text = new TextConversions(code);
        this.variants = new VariantConversions(code, this);
    }

    /** Whether values of the two types are written alike, so that nothing has to be computed. */
    public static boolean same(Type from, Type to) {
        return from.layout() == to.layout()
                && scale(from) == scale(to)
                && Ticks.perMilli(from) == Ticks.perMilli(to)
                && (from instanceof ScalarType && to instanceof ScalarType || NestedTypes.alike(from, to));
    }

    public static int scale(Type type) {
        return type.kind() == TypeKind.DECIMAL ? ((ScalarType) type).scale() : 0;
    }

    public static int precision(Type type) {
        return ((ScalarType) type).precision();
    }

    /** The operand's value in another type; fails at run time when it does not fit. One that is made of a VARIANT can be null. */
    public Operand convert(Operand from, Type to) {
        if (from.type().equals(to)) {
            return from;
        }
        if (from.type().kind() == TypeKind.VARIANT) {
            return variants.fromVariant(from, to);
        }
        Operand converted = switch (to.kind()) {
            case BOOLEAN -> toBoolean(from, to);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> toInteger(from, to);
            case DECIMAL -> toDecimal(from, to);
            case REAL, DOUBLE -> toFloating(from, to);
            case CHAR, VARCHAR -> text.toText(from, to);
            case BINARY, VARBINARY -> text.toBinary(from, to);
            case UUID -> text.toUuid(from, to);
            case DATE -> toDate(from, to);
            case TIME -> toTime(from, to);
            case TIMESTAMP, TIMESTAMP_LTZ -> toTimestamp(from, to);
            case INTERVAL_MONTH, INTERVAL_DAY -> toInterval(from, to);
            case ARRAY, MULTISET, ROW, MAP -> toNested(from, to);
            case VARIANT -> variants.toVariant(from);
        };
        return converted.withType(to);
    }

    /** Whether there is a conversion, which may fail for some values. */
    public static boolean exists(Type from, Type to) {
        if (from.kind() == TypeKind.VARIANT) {
            return to.kind() != TypeKind.MULTISET;
        }
        boolean text = from.kind() == TypeKind.CHAR || from.kind() == TypeKind.VARCHAR;
        return switch (to.kind()) {
            case BOOLEAN -> text || isExact(from) || from.kind() == TypeKind.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                text
                        || isExact(from)
                        || from.layout() == Layout.DOUBLE
                        || isInterval(from)
                        || from.kind() == TypeKind.BOOLEAN;
            case DECIMAL, REAL, DOUBLE ->
                text || isExact(from) || from.layout() == Layout.DOUBLE || from.kind() == TypeKind.BOOLEAN;
            case CHAR, VARCHAR -> true;
            case BINARY, VARBINARY -> from.layout() == Layout.BYTES && from instanceof ScalarType;
            case UUID -> text || from.layout() == Layout.BYTES && from instanceof ScalarType;
            case DATE -> text || from.kind() == TypeKind.DATE || isTimestamp(from);
            case TIME -> text || from.kind() == TypeKind.TIME || isTimestamp(from);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                text || from.kind() == TypeKind.TIME || from.kind() == TypeKind.DATE || isTimestamp(from);
            case INTERVAL_MONTH, INTERVAL_DAY ->
                text || from.kind() == to.kind() || isExact(from) && from.kind() != TypeKind.DECIMAL;
            case ARRAY, MULTISET, ROW, MAP -> NestedTypes.alike(from, to);
            case VARIANT -> true;
        };
    }

    private static boolean isExact(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            default -> false;
        };
    }

    private static boolean isInterval(Type type) {
        return type.kind() == TypeKind.INTERVAL_DAY || type.kind() == TypeKind.INTERVAL_MONTH;
    }

    private static boolean isTimestamp(Type type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    private static MillraceException unsupported(Operand from, Type to) {
        return new MillraceException(
                ErrorCode.NOT_SUPPORTED, "CAST from " + from.type().sql() + " to " + to.sql() + " is not supported");
    }

    private Operand toBoolean(Operand from, Type to) {
        return switch (from.type().kind()) {
            case BOOLEAN -> from;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> code.value(to, from + " != 0");
            case DECIMAL ->
                code.value(to, from + (from.type().layout() == Layout.DECIMAL ? ".signum() != 0" : " != 0"));
            case CHAR, VARCHAR -> text.parsed(from, to, "bool");
            default -> throw unsupported(from, to);
        };
    }

    private Operand toInteger(Operand from, Type to) {
        return switch (from.type().kind()) {
            case BOOLEAN -> code.value(to, from + (to.kind() == TypeKind.BIGINT ? " ? 1L : 0L" : " ? 1 : 0"));
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                narrowed(from.value(), from.type().kind(), to);
            case INTERVAL_MONTH -> narrowed(from.value(), TypeKind.INTEGER, to);
            case INTERVAL_DAY -> narrowed(from.value(), TypeKind.BIGINT, to);
            case DECIMAL -> {
                String whole = from.type().layout() == Layout.DECIMAL
                        ? "Decimals.bigint(" + from + ")"
                        : from + " / " + Java.power(scale(from.type()));
                yield narrowed("(" + whole + ")", TypeKind.BIGINT, to);
            }
            case REAL, DOUBLE -> narrowed("Exact.bigint(" + from + ")", TypeKind.BIGINT, to);
            case CHAR, VARCHAR -> text.parsed(from, to, to.kind().name().toLowerCase(Locale.ROOT));
            default -> throw unsupported(from, to);
        };
    }

    /** An int or long expression, range-checked when the target is narrower. */
    private Operand narrowed(String value, TypeKind from, Type to) {
        if (to.kind() == TypeKind.BIGINT) {
            return code.value(to, from == TypeKind.BIGINT ? value : "(long) " + value);
        }
        boolean fits = from.ordinal() <= to.kind().ordinal();
        String check = "Exact." + to.kind().name().toLowerCase(Locale.ROOT);
        return code.value(to, fits ? value : check + "(" + value + ")");
    }

    /** {@code DECIMAL} from numbers; also used to bring operands to a common scale. */
    Operand toDecimal(Operand from, Type to) {
        int precision = precision(to);
        int scale = scale(to);
        boolean big = to.layout() == Layout.DECIMAL;
        String type = precision + ", " + scale + ")";
        return switch (from.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> code.value(to, rescaled(from, to));
            case REAL, DOUBLE -> code.value(to, "Decimals." + (big ? "decimal" : "scaled") + "(" + from + ", " + type);
            case CHAR, VARCHAR ->
                code.value(to, "NumberText." + (big ? "decimal" : "scaled") + "(" + from.slice() + ", " + type);
            case BOOLEAN -> toDecimal(toInteger(from, Type.INTEGER).withType(Type.INTEGER), to);
            default -> throw unsupported(from, to);
        };
    }

    /** The value of an exact number in the scale and layout of a DECIMAL type, with the checks it needs. */
    private static String rescaled(Operand from, Type to) {
        int precision = precision(to);
        int scale = scale(to);
        int fromScale = scale(from.type());
        if (to.layout() == Layout.DECIMAL) {
            return "Decimals.fit(" + big(from) + ", " + precision + ", " + scale + ")";
        }
        if (from.type().layout() == Layout.DECIMAL) {
            return "Decimals.scaled(" + from + ", " + precision + ", " + scale + ")";
        }
        int up = scale - fromScale;
        boolean fits = digits(from.type()) - fromScale <= precision - scale;
        if (up >= 0 && fits) {
            return up == 0 ? "(long) " + from : from + " * " + Java.power(up);
        }
        return "Decimals.rescale(" + from + ", " + fromScale + ", " + precision + ", " + scale + ")";
    }

    /** The most digits a value of an exact numeric type has. */
    public static int digits(Type type) {
        return type.kind() == TypeKind.DECIMAL ? precision(type) : type.layout() == Layout.INT ? 10 : 19;
    }

    /** An exact number as BigDecimal. */
    public static String big(Operand from) {
        return from.type().layout() == Layout.DECIMAL
                ? from.value()
                : "java.math.BigDecimal.valueOf(" + from + ", " + scale(from.type()) + ")";
    }

    private Operand toFloating(Operand from, Type to) {
        boolean real = to.kind() == TypeKind.REAL;
        return switch (from.type().kind()) {
            case REAL, DOUBLE ->
                from.type().kind() == TypeKind.DOUBLE && real ? code.value(to, "Exact.real(" + from + ")") : from;
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                code.value(to, real ? "(double) (float) " + from : "(double) " + from);
            case DECIMAL -> {
                int scale = scale(from.type());
                String value = from.type().layout() == Layout.DECIMAL
                        ? from + ".doubleValue()"
                        : "Decimals.toDouble(" + from + ", " + scale + ", 1e" + scale + ")";
                yield code.value(to, real ? "Exact.real(" + value + ")" : value);
            }
            case CHAR, VARCHAR -> text.parsed(from, to, real ? "real" : "floating");
            case BOOLEAN -> code.value(to, from + " ? 1.0 : 0.0");
            default -> throw unsupported(from, to);
        };
    }

    private Operand toDate(Operand from, Type to) {
        return switch (from.type().kind()) {
            case DATE -> from;
            case TIMESTAMP, TIMESTAMP_LTZ -> code.value(to, "Times.date(Times.days(" + millis(from) + "))");
            case CHAR, VARCHAR -> text.parsed(from, to, "date");
            default -> throw unsupported(from, to);
        };
    }

    private Operand toTime(Operand from, Type to) {
        return switch (from.type().kind()) {
            case TIME -> code.value(to, cut(from.value(), from.type(), to, ""));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                code.value(to, cut("Times.millisOfDay(" + millis(from) + ")", from.type(), to, ""));
            case CHAR, VARCHAR -> code.value(to, cut("TimeText.time(" + from.slice() + ")", Type.TIME, to, ""));
            default -> throw unsupported(from, to);
        };
    }

    private Operand toTimestamp(Operand from, Type to) {
        return switch (from.type().kind()) {
            case TIMESTAMP, TIMESTAMP_LTZ -> code.value(to, inTicks(from.value(), from.type(), to));
            case DATE -> code.value(to, inTicks(from + " * Times.DAY", Type.TIMESTAMP, to));
            case TIME -> code.value(to, inTicks("Times.floor(now, Times.DAY) + " + from, Type.TIMESTAMP, to));
            case CHAR, VARCHAR -> {
                boolean zoned = to.kind() == TypeKind.TIMESTAMP_LTZ;
                String read = "TimeText.timestamp(" + from.slice() + ", " + zoned;
                yield code.value(
                        to,
                        Ticks.isFine(to)
                                ? inTicks(read + ", " + Ticks.perMilli(to) + "L)", finest(to), to)
                                : cut(read + ")", Type.TIMESTAMP, to, "L"));
            }
            default -> throw unsupported(from, to);
        };
    }

    /** The millisecond that a timestamp lies in. */
    public static String millis(Operand timestamp) {
        long perMilli = Ticks.perMilli(timestamp.type());
        return perMilli == 1 ? timestamp.value() : "Math.floorDiv(" + timestamp + ", " + perMilli + "L)";
    }

    /** A timestamp that is given in the ticks of one type, in those of another, and without the digits that it does not have. */
    public static String inTicks(String value, Type from, Type to) {
        long given = Ticks.perMilli(from);
        long wanted = Ticks.perMilli(to);
        if (given == 1 && wanted == 1) {
            return cut(value, from, to, "L");
        }
        String ticks = given == wanted
                ? value
                : given < wanted
                        ? "Times.finer(" + value + ", " + given + "L, " + wanted + "L)"
                        : "Math.floorDiv(" + value + ", " + given / wanted + "L)";
        long last = Ticks.lastDigit(precision(to));
        boolean whole = last == 1 || precision(from) <= precision(to);
        return whole ? ticks : "Times.floor(" + ticks + ", " + last + "L)";
    }

    /** The type with all digits that its ticks can have. */
    static Type finest(Type type) {
        return new ScalarType(type.kind(), Ticks.digits(precision(type)), 0);
    }

    /** Drops the digits of a second's fraction that the target does not have. */
    private static String cut(String value, Type from, Type to, String suffix) {
        int digits = precision(to);
        if (digits >= Math.min(3, precision(from))) {
            return value;
        }
        String unit = (int) Math.pow(10, 3.0 - digits) + suffix;
        return "Math.floorDiv(" + value + ", " + unit + ") * " + unit;
    }

    private Operand toInterval(Operand from, Type to) {
        boolean months = to.kind() == TypeKind.INTERVAL_MONTH;
        return switch (from.type().kind()) {
            case INTERVAL_MONTH, INTERVAL_DAY -> {
                if (from.type().kind() != to.kind()) {
                    throw unsupported(from, to);
                }
                yield from;
            }
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                narrowed(from.value(), from.type().kind(), months ? Type.INTEGER : Type.BIGINT);
            case CHAR, VARCHAR -> text.parsed(from, to, months ? "monthInterval" : "dayInterval");
            default -> throw unsupported(from, to);
        };
    }

    private static Operand toNested(Operand from, Type to) {
        if (NestedTypes.alike(from.type(), to)) {
            return from;
        }
        throw unsupported(from, to);
    }
}
