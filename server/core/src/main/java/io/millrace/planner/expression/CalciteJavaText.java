package io.millrace.planner.expression;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.MillraceTypeFactory;
import io.millrace.spi.error.ErrorCode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.adapter.enumerable.RexToLixTranslator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexProgramBuilder;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Java text of a call by Calcite's own code generator, with the operands as parameters {@code a0, a1 …}. */
final class CalciteJavaText {

    private static final Pattern NEEDS_CONTEXT = Pattern.compile("\\broot\\b");

    private static final Pattern INSTANCE = Pattern.compile(
            "new\\s+(org\\.apache\\.calcite\\.runtime\\.(?:SqlFunctions|JsonFunctions|CompressionFunctions)\\.\\w+)\\(\\s*(?:root)?\\s*\\)");
    private static final String SHARED = "(($1) " + CalciteFunctions.class.getName() + ".of($1.class))";

    private CalciteJavaText() {}

    static String of(RexCall call, List<RexNode> parameters, RexBuilder rex) {
        JavaTypeFactory types = new MillraceTypeFactory();
        RelDataTypeFactory.Builder row = types.builder();
        for (int i = 0; i < parameters.size(); i++) {
            row.add("a" + i, parameters.get(i).getType());
        }
        RelDataType input = row.build();
        RexProgramBuilder program = new RexProgramBuilder(input, rex);
        program.addProject(call, "r");
        try {
            return text(program.getProgram(), input, types);
        } catch (RuntimeException | AssertionError cannotGenerate) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.call(call),
                    "the function " + call.getOperator().getName() + " is not supported");
        }
    }

    private static String text(RexProgram program, RelDataType input, JavaTypeFactory types) {
        BlockBuilder block = new BlockBuilder();
        RexToLixTranslator.InputGetter getter = (list, index, storage) ->
                parameter(index, input.getFieldList().get(index).getType(), storage);
        List<Expression> outputs = RexToLixTranslator.translateProjects(
                program,
                types,
                SqlConformanceEnum.LENIENT,
                block,
                PhysTypeImpl.of(types, program.getOutputRowType(), JavaRowFormat.ARRAY),
                DataContext.ROOT,
                getter,
                null);
        RelDataType result = program.getOutputRowType().getFieldList().get(0).getType();
        block.add(Expressions.return_(null, boxed(outputs.get(0), result)));
        String text = INSTANCE.matcher(Expressions.toString(block.toBlock())).replaceAll(SHARED);
        if (NEEDS_CONTEXT.matcher(text).find()) {
            throw new UnsupportedOperationException("needs a context");
        }
        return text.strip().replaceAll("^\\{\\s*|\\s*}$", "");
    }

    /** The parameter in the Java type that Calcite expects for its SQL type; it comes boxed by layout. */
    private static Expression parameter(int index, RelDataType type, Type storage) {
        ParameterExpression parameter = Expressions.parameter(Object.class, "a" + index);
        Expression value = switch (type.getSqlTypeName()) {
            case TINYINT -> narrowed(parameter, Integer.class, "byteValue", Byte.class);
            case SMALLINT -> narrowed(parameter, Integer.class, "shortValue", Short.class);
            case REAL -> narrowed(parameter, Double.class, "floatValue", Float.class);
            case BINARY, VARBINARY ->
                orNull(
                        parameter,
                        Expressions.new_(ByteString.class, Expressions.convert_(parameter, byte[].class)),
                        ByteString.class);
            default -> Expressions.convert_(parameter, boxOf(type));
        };
        return storage != null && storage instanceof Class<?> wanted && wanted.isPrimitive() && !type.isNullable()
                ? Expressions.unbox(value)
                : value;
    }

    private static Expression narrowed(Expression parameter, Class<?> box, String method, Class<?> target) {
        Expression narrow = Expressions.call(Expressions.convert_(parameter, box), method);
        return orNull(parameter, Expressions.box(narrow), target);
    }

    private static Expression orNull(Expression parameter, Expression value, Class<?> type) {
        return Expressions.condition(
                Expressions.equal(parameter, Expressions.constant(null)), Expressions.constant(null, type), value);
    }

    private static Class<?> boxOf(RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        if (SqlTypeName.DAY_INTERVAL_TYPES.contains(name)) {
            return Long.class;
        }
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(name)) {
            return Integer.class;
        }
        return switch (name) {
            case BOOLEAN -> Boolean.class;
            case INTEGER, DATE, TIME -> Integer.class;
            case BIGINT, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Long.class;
            case FLOAT, DOUBLE -> Double.class;
            case DECIMAL -> BigDecimal.class;
            case CHAR, VARCHAR -> String.class;
            case UUID -> UUID.class;
            case ARRAY, MULTISET -> List.class;
            case MAP -> Map.class;
            case ROW -> Object[].class;
            default -> throw new UnsupportedOperationException(name.getName());
        };
    }

    /** The result boxed by layout. */
    private static Expression boxed(Expression result, RelDataType type) {
        if (result.getType() == Void.class) {
            return Expressions.constant(null, boxOf(type));
        }
        Expression box = Expressions.box(result);
        return switch (type.getSqlTypeName()) {
            case TINYINT, SMALLINT -> renumbered(box, Integer.class, "intValue");
            case REAL -> renumbered(box, Double.class, "doubleValue");
            case BINARY, VARBINARY -> orNull(box, Expressions.call(box, "getBytes"), byte[].class);
            default -> box;
        };
    }

    private static Expression renumbered(Expression box, Class<?> target, String method) {
        Expression number = Expressions.convert_(box, Number.class);
        return orNull(box, Expressions.box(Expressions.call(number, method)), target);
    }
}
