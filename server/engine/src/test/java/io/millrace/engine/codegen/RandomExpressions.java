package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up well-typed expressions and rows from a seed. */
final class RandomExpressions {

    static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.INTEGER,
            Type.BIGINT,
            Type.DOUBLE,
            Type.decimal(6, 2),
            Type.decimal(18, 4),
            Type.decimal(22, 3),
            Type.VARCHAR);

    private static final int BOOLEAN = 0;
    private static final int BIGINT = 2;
    private static final int VARCHAR = 7;
    private static final String[] TEXTS = {
        "", "a", "ab", "12", "-7.25", "abc def ghij klmn", "999999999999999999999", "Zz"
    };

    private final Random random;

    RandomExpressions(long seed) {
        random = new Random(seed);
    }

    List<Object[]> rows(int count, int nullPercent) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[TYPES.size() * 2];
            for (int column = 0; column < row.length; column++) {
                row[column] = random.nextInt(100) < nullPercent ? null : value(TYPES.get(column % TYPES.size()));
            }
            rows.add(row);
        }
        return rows;
    }

    static List<Type> columnTypes() {
        List<Type> types = new ArrayList<>(TYPES);
        types.addAll(TYPES);
        return types;
    }

    private Object value(Type type) {
        boolean small = random.nextInt(3) > 0;
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> small ? random.nextInt(7) - 3 : random.nextInt();
            case BIGINT -> small ? random.nextInt(7) - 3L : random.nextLong();
            case DOUBLE -> small ? random.nextInt(7) - 3.0 : random.nextGaussian() * 1e6;
            case DECIMAL -> {
                ScalarType decimal = (ScalarType) type;
                int digits = 1 + random.nextInt(small ? Math.min(4, decimal.precision()) : decimal.precision());
                BigInteger unscaled = new BigInteger(digits * 3, random);
                yield new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.scale());
            }
            default -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }

    Expression expression(int depth) {
        return expression(TYPES.get(random.nextInt(TYPES.size())), depth);
    }

    Expression expression(Type type, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return leaf(type);
        }
        int choice = random.nextInt(10);
        if (choice == 0) {
            return call(
                    Function.CASE,
                    type,
                    predicate(depth),
                    expression(type, depth - 1),
                    predicate(depth),
                    expression(type, depth - 1),
                    expression(type, depth - 1));
        }
        if (choice == 1) {
            return call(Function.COALESCE, type, expression(type, depth - 1), expression(type, depth - 1));
        }
        if (choice == 2 && type.kind() != TypeKind.BOOLEAN) {
            return call(
                    one(Function.GREATEST, Function.LEAST),
                    type,
                    expression(type, depth - 1),
                    expression(type, depth - 1));
        }
        return switch (type.kind()) {
            case BOOLEAN -> predicate(depth);
            case VARCHAR -> text(depth);
            default -> choice == 3 ? cast(type, depth) : number(type, depth);
        };
    }

    private Expression leaf(Type type) {
        if (random.nextInt(4) == 0) {
            return random.nextInt(6) == 0 ? Literal.nullOf(type) : Rows.literal(value(type), type);
        }
        int column = TYPES.indexOf(type);
        return Expressions.column(random.nextBoolean() ? column : column + TYPES.size(), type);
    }

    private Function one(Function... functions) {
        return functions[random.nextInt(functions.length)];
    }

    private static Call call(Function function, Type type, Expression... arguments) {
        return Expressions.call(function, type, arguments);
    }

    private Expression number(Type type, int depth) {
        Function function = one(
                Function.ADD,
                Function.SUBTRACT,
                Function.MULTIPLY,
                Function.DIVIDE,
                Function.MODULO,
                Function.NEGATE,
                Function.ABS);
        Type operand = type;
        if (type.kind() == TypeKind.DECIMAL) {
            operand = TYPES.get(4 + random.nextInt(3));
        }
        if (type.kind() == TypeKind.BIGINT && random.nextInt(5) == 0) {
            return random.nextBoolean()
                    ? call(Function.CHAR_LENGTH, type, expression(TYPES.get(VARCHAR), depth - 1))
                    : call(
                            Function.POSITION,
                            type,
                            expression(TYPES.get(VARCHAR), depth - 1),
                            expression(TYPES.get(VARCHAR), depth - 1));
        }
        if (function == Function.NEGATE || function == Function.ABS) {
            return call(function, type, expression(type, depth - 1));
        }
        Type second = type.kind() == TypeKind.DECIMAL ? TYPES.get(4 + random.nextInt(3)) : type;
        return call(function, type, expression(operand, depth - 1), expression(second, depth - 1));
    }

    private Expression cast(Type type, int depth) {
        Type[] sources = type.kind() == TypeKind.DOUBLE
                ? new Type[] {Type.INTEGER, Type.BIGINT, TYPES.get(4), TYPES.get(6)}
                : new Type[] {Type.INTEGER, Type.BIGINT, TYPES.get(4), TYPES.get(5), TYPES.get(6), Type.VARCHAR};
        return call(Function.CAST, type, expression(sources[random.nextInt(sources.length)], depth - 1));
    }

    private Expression text(int depth) {
        Type type = TYPES.get(VARCHAR);
        return switch (random.nextInt(4)) {
            case 0 -> call(Function.UPPER, type, expression(type, depth - 1));
            case 1 -> call(Function.CONCAT, type, expression(type, depth - 1), expression(type, depth - 1));
            case 2 -> call(Function.CAST, type, expression(TYPES.get(1 + random.nextInt(2)), depth - 1));
            default ->
                call(
                        Function.SUBSTRING,
                        type,
                        expression(type, depth - 1),
                        Rows.literal((long) random.nextInt(5), TYPES.get(BIGINT)));
        };
    }

    Expression predicate(int depth) {
        Type bool = TYPES.get(BOOLEAN);
        if (depth <= 0) {
            return leaf(bool);
        }
        return switch (random.nextInt(7)) {
            case 0 ->
                call(
                        one(Function.AND, Function.OR),
                        bool,
                        predicate(depth - 1),
                        predicate(depth - 1),
                        predicate(depth - 1));
            case 1 -> call(one(Function.AND, Function.OR), bool, predicate(depth - 1), predicate(depth - 1));
            case 2 ->
                call(
                        one(
                                Function.NOT,
                                Function.IS_TRUE,
                                Function.IS_NOT_TRUE,
                                Function.IS_FALSE,
                                Function.IS_NOT_FALSE),
                        bool,
                        predicate(depth - 1));
            case 3 -> call(one(Function.IS_NULL, Function.IS_NOT_NULL), bool, expression(depth - 1));
            case 4 -> membership(depth);
            default -> {
                Type type = TYPES.get(random.nextInt(TYPES.size()));
                yield call(
                        one(
                                Function.EQUAL,
                                Function.NOT_EQUAL,
                                Function.LESS,
                                Function.LESS_OR_EQUAL,
                                Function.GREATER,
                                Function.GREATER_OR_EQUAL,
                                Function.IS_NOT_DISTINCT_FROM),
                        bool,
                        expression(type, depth - 1),
                        expression(type, depth - 1));
            }
        };
    }

    private Expression membership(int depth) {
        Type type = TYPES.get(1 + random.nextInt(TYPES.size() - 1));
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expression(type, depth - 1));
        int members = 1 + random.nextInt(8);
        for (int i = 0; i < members; i++) {
            arguments.add(random.nextInt(10) == 0 ? Literal.nullOf(type) : Rows.literal(value(type), type));
        }
        return call(Function.IN, TYPES.get(BOOLEAN), arguments.toArray(Expression[]::new));
    }
}
