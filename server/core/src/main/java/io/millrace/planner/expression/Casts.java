package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.expression.operand.NestedTypes;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes the type of expressions: not at all when it is the same, for nothing when the bits stay, else by CAST. */
public final class Casts {

    private static final List<TypeKind> INTEGERS =
            List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT);
    private static final long DAY = 86_400_000L;
    private static final Set<TypeKind> TEXT = EnumSet.of(TypeKind.CHAR, TypeKind.VARCHAR);

    private Casts() {}

    /** The expression in another type. */
    public static Expression cast(Expression expression, Type type) {
        if (expression.type().equals(type)) {
            return expression;
        }
        if (expression instanceof Literal literal) {
            Optional<Literal> folded = Literals.cast(literal, type);
            if (folded.isPresent()) {
                return folded.get();
            }
        }
        if (expression.type().kind() == TypeKind.VARIANT) {
            return new Call(Function.FROM_VARIANT, List.of(expression), type, true);
        }
        Optional<Expression> parts = NestedValues.cast(expression, type);
        if (parts.isPresent()) {
            return parts.get();
        }
        Function function = keepsBits(expression.type(), type) ? Function.REINTERPRET : Function.CAST;
        return new Call(function, List.of(expression), type, expression.nullable());
    }

    /** A value as a key of another type: NULL, which equals nothing, where it is a time that this type does not hold. */
    public static Expression key(Expression value, Type type) {
        return Ticks.perMilli(value.type()) < Ticks.perMilli(type)
                ? new Call(
                        Function.CASE,
                        List.of(isHeld(value, type), cast(value, type), Literal.nullOf(type)),
                        type,
                        true)
                : cast(value, type);
    }

    /** Whether a time is one of a type that counts less; NULL for NULL. */
    public static Expression isHeld(Expression time, Type type) {
        long factor = Ticks.perMilli(type) / Ticks.perMilli(time.type());
        boolean date = time.type().kind() == TypeKind.DATE;
        long most = Long.MAX_VALUE / factor / (date ? DAY : 1);
        return new Call(
                Function.AND,
                List.of(
                        new Call(
                                Function.GREATER_OR_EQUAL,
                                List.of(time, time(-most, time.type())),
                                Type.BOOLEAN,
                                time.nullable()),
                        new Call(
                                Function.LESS_OR_EQUAL,
                                List.of(time, time(most, time.type())),
                                Type.BOOLEAN,
                                time.nullable())),
                Type.BOOLEAN,
                time.nullable());
    }

    private static Literal time(long count, Type type) {
        return type.kind() == TypeKind.DATE
                ? Literal.of((int) Math.max(Integer.MIN_VALUE, Math.min(count, Integer.MAX_VALUE)), type)
                : Literal.of(count, type);
    }

    private static boolean isNull(Expression value) {
        return value instanceof Literal literal && literal.value().isEmpty();
    }

    /** The constant in another type, when that can be said at planning time. */
    public static Optional<Literal> fold(Literal literal, Type type) {
        return literal.type().equals(type) ? Optional.of(literal) : Literals.cast(literal, type);
    }

    /** Whether every value is one of the other type as it lies in memory, and so are those within. */
    public static boolean holds(Type from, Type to) {
        return NestedTypes.alike(from, to, Casts::keepsBits);
    }

    private static boolean keepsBits(Type from, Type to) {
        if (!(from instanceof ScalarType)) {
            return holds(from, to);
        }
        if (from.layout() != to.layout()
                || !(from instanceof ScalarType source)
                || !(to instanceof ScalarType target)) {
            return false;
        }
        if (isInteger(from) && isInteger(to)) {
            return INTEGERS.indexOf(from.kind()) < INTEGERS.indexOf(to.kind());
        }
        if (from.kind() == TypeKind.REAL && to.kind() == TypeKind.DOUBLE) {
            return true;
        }
        if (from.kind() == TypeKind.DECIMAL && to.kind() == TypeKind.DECIMAL) {
            return source.scale() == target.scale() && source.precision() <= target.precision();
        }
        if (isText(from) && to.kind() == TypeKind.VARCHAR) {
            return source.precision() <= target.precision();
        }
        if (from.kind() == TypeKind.BINARY && to.kind() == TypeKind.VARBINARY) {
            return source.precision() <= target.precision();
        }
        if (Ticks.perMilli(from) != Ticks.perMilli(to)) {
            return false;
        }
        boolean padded = to.kind() == TypeKind.CHAR || to.kind() == TypeKind.BINARY;
        return from.kind() == to.kind() && !padded && source.precision() <= target.precision();
    }

    static boolean isInteger(Type type) {
        return INTEGERS.contains(type.kind());
    }

    /** Whether values are whole numbers or DECIMALs. */
    public static boolean isExact(Type type) {
        return isInteger(type) || type.kind() == TypeKind.DECIMAL;
    }

    public static boolean isText(Type type) {
        return TEXT.contains(type.kind());
    }

    static boolean isApproximate(Type type) {
        return type.kind() == TypeKind.REAL || type.kind() == TypeKind.DOUBLE;
    }

    /** The DECIMAL that holds every value of an exact numeric type. */
    static ScalarType decimal(Type type) {
        ScalarType scalar = (ScalarType) type;
        return scalar.kind() == TypeKind.DECIMAL ? scalar : (ScalarType) Type.decimal(scalar.precision(), 0);
    }

    /**
     * The operands in one layout, so that they can be compared.
     *
     * <p>DECIMALs may keep their own scales. Operands that cannot be brought together are left as they are.
     */
    static List<Expression> align(List<Expression> operands) {
        if (operands.stream().anyMatch(operand -> !(operand.type() instanceof ScalarType))) {
            return alike(operands);
        }
        Type common = operands.get(0).type();
        for (Expression operand : operands) {
            common = common(common, operand.type());
        }
        Type target = common;
        Type ofColumns = operands.stream()
                .filter(operand -> !(operand instanceof Literal))
                .map(Expression::type)
                .reduce(Casts::common)
                .orElse(target);
        return operands.stream()
                .map(operand -> finer(operand, target))
                .map(operand -> coarser(operand, ofColumns))
                .map(operand -> comparable(operand.type(), target) ? operand : cast(operand, aligned(operand, target)))
                .toList();
    }

    /** A constant timestamp with as many digits as what it is compared with, if it is in range then; timestamps may keep their own digits. */
    private static Expression finer(Expression operand, Type target) {
        if (Ticks.isFine(operand.type())
                && operand instanceof Call call
                && call.function() == Function.CAST
                && call.arguments().get(0) instanceof Literal outOfRange
                && Ticks.isTimestamp(outOfRange.type())) {
            return outOfRange;
        }
        boolean coarser = Ticks.isFine(target) && Ticks.perMilli(operand.type()) < Ticks.perMilli(target);
        return coarser && operand instanceof Literal literal
                ? fold(literal, target).orElse(literal)
                : operand;
    }

    /** A constant timestamp with no more digits than what it is compared with, when it loses nothing: nothing need be computed for each row. */
    private static Expression coarser(Expression operand, Type type) {
        boolean finer = operand instanceof Literal
                && operand.type().kind() == type.kind()
                && Ticks.perMilli(operand.type()) > Ticks.perMilli(type);
        if (!finer || ((Literal) operand).value().isEmpty()) {
            return operand;
        }
        long ticks = (Long) ((Literal) operand).value().get();
        long factor = Ticks.perMilli(operand.type()) / Ticks.perMilli(type);
        return ticks % factor == 0
                ? Literal.of(
                        ticks / factor, new ScalarType(type.kind(), Ticks.digits(((ScalarType) type).precision()), 0))
                : operand;
    }

    /** Arrays, rows and maps in the type of the first that is not a mere NULL. */
    private static List<Expression> alike(List<Expression> operands) {
        Type type = operands.stream()
                .filter(operand -> !isNull(operand))
                .findFirst()
                .orElse(operands.get(0))
                .type();
        return operands.stream().map(operand -> compared(operand, type)).toList();
    }

    /** A value beside one of another type, which may be narrower: nothing is cut off that lies in memory alike. */
    private static Expression compared(Expression operand, Type type) {
        return NestedTypes.alike(operand.type(), type) && !operand.type().equals(type)
                ? new Call(Function.REINTERPRET, List.of(operand), type, operand.nullable())
                : cast(operand, type);
    }

    private static boolean comparable(Type type, Type target) {
        if (type.kind() == TypeKind.DECIMAL || target.kind() == TypeKind.DECIMAL) {
            return type.kind() == target.kind() && type.layout() == target.layout();
        }
        return type.layout() == target.layout();
    }

    private static Type aligned(Expression operand, Type target) {
        if (target.kind() != TypeKind.DECIMAL || Casts.isApproximate(operand.type())) {
            return target;
        }
        if (operand instanceof Literal literal) {
            return fold(literal, target).isPresent() ? target : inLayout(decimal(operand.type()), target);
        }
        return isExact(operand.type()) ? inLayout(decimal(operand.type()), target) : target;
    }

    /** The DECIMAL widened so that it lies in memory as the target does. */
    static ScalarType inLayout(ScalarType decimal, Type target) {
        return decimal.layout() == target.layout()
                ? decimal
                : (ScalarType)
                        Type.decimal(Math.max(decimal.precision(), ScalarType.MAX_LONG_DIGITS + 1), decimal.scale());
    }

    /** The type in which values of both types can be compared. */
    public static Type common(Type a, Type b) {
        if (a.equals(b)) {
            return a;
        }
        if (isText(a) && isText(b)) {
            return Type.VARCHAR;
        }
        if (isInteger(a) && isInteger(b)) {
            return INTEGERS.indexOf(a.kind()) >= INTEGERS.indexOf(b.kind()) ? a : b;
        }
        if (isApproximate(a) || isApproximate(b)) {
            return Type.DOUBLE;
        }
        if (isExact(a) && isExact(b)) {
            return commonDecimal(decimal(a), decimal(b));
        }
        if (Ticks.perMilli(a) < Ticks.perMilli(b)) {
            return b;
        }
        return a.kind() == TypeKind.DATE ? b : a;
    }

    private static Type commonDecimal(ScalarType a, ScalarType b) {
        int scale = Math.max(a.scale(), b.scale());
        int digits = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
        return Type.decimal(Math.min(38, digits + scale), scale);
    }
}
