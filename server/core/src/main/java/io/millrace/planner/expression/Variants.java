package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** VARIANT values in expressions: what is in them, JSON, and what they are beside values of other types. */
public final class Variants {

    /** PARSE_JSON(text). */
    private static final OwnFunction PARSE_JSON = new OwnFunction(
            "PARSE_JSON",
            ReturnTypes.VARIANT.andThen(SqlTypeTransforms.TO_NULLABLE),
            OperandTypes.family(SqlTypeFamily.CHARACTER),
            (call, operands) -> of(Function.PARSE_JSON, call, operands));

    /** TO_JSON(value): the text of the VARIANT that it is or becomes. */
    private static final OwnFunction TO_JSON = new OwnFunction(
            "TO_JSON",
            ReturnTypes.VARCHAR_NULLABLE,
            OperandTypes.ANY,
            (call, operands) -> jsonText(Casts.cast(operands.get(0), Type.VARIANT)));

    /** What UNNEST takes: of a VARIANT its elements, anything else as it is; there is no such call behind the validator. */
    private static final OwnFunction ELEMENTS = new OwnFunction(
            "ELEMENTS OF", Variants::elementsType, OperandTypes.ANY, (call, operands) -> operands.get(0));

    private Variants() {}

    public static OwnFunction elements() {
        return ELEMENTS;
    }

    private static RelDataType elementsType(SqlOperatorBinding binding) {
        RelDataType type = binding.getOperandType(0);
        return type.getSqlTypeName() == SqlTypeName.VARIANT ? elementsType(binding.getTypeFactory()) : type;
    }

    private static RelDataType elementsType(RelDataTypeFactory types) {
        return TypeConversion.toCalcite(types, new ArrayType(Type.VARIANT, true), true);
    }

    /** What {@link #elements} becomes of a value; a VARIANT that is no array has none. */
    public static RexNode elementsOf(RexNode value, RexBuilder rex) {
        return isVariant(value) ? rex.makeAbstractCast(elementsType(rex.getTypeFactory()), value, true) : value;
    }

    public static OwnFunction parseJson() {
        return PARSE_JSON;
    }

    public static OwnFunction toJson() {
        return TO_JSON;
    }

    public static boolean isVariant(Expression expression) {
        return expression.type().kind() == TypeKind.VARIANT;
    }

    private static Expression given(Function function, List<Expression> arguments) {
        return new Call(function, arguments, Type.VARIANT, true);
    }

    /** {@code v['name']} and {@code v[0]}; empty for what is no VARIANT. */
    static Optional<Expression> item(List<Expression> operands) {
        if (!isVariant(operands.get(0))) {
            return Optional.empty();
        }
        Expression key = operands.get(1);
        return Optional.of(
                Casts.isText(key.type())
                        ? given(Function.VARIANT_FIELD, List.of(operands.get(0), Casts.cast(key, Type.VARCHAR)))
                        : given(Function.VARIANT_ELEMENT, List.of(operands.get(0), Casts.cast(key, Type.INTEGER))));
    }

    /** The text of a VARIANT in JSON. */
    public static Expression jsonText(Expression variant) {
        return new Call(Function.JSON_TEXT, List.of(variant), Type.VARCHAR, variant.nullable());
    }

    /** JSON's null, as the value of its text. */
    public static Expression jsonNull() {
        return new Call(Function.PARSE_JSON, List.of(Literal.of("null", Type.VARCHAR)), Type.VARIANT, false);
    }

    /** The value of a call of a function that makes something of one VARIANT or text. */
    public static Expression of(Function function, RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        return new Call(function, operands, type, call.getType().isNullable());
    }

    /** A function of JSON text with the text of the VARIANTs among its operands; empty for other calls. */
    static Optional<RexNode> ofJsonText(RexCall call, RexBuilder rex) {
        String name = call.getOperator().getName();
        boolean json = name.startsWith("JSON_") && !name.equals("JSON_OBJECT") && !name.equals("JSON_ARRAY");
        if (!json || call.getOperands().stream().noneMatch(Variants::isVariant)) {
            return Optional.empty();
        }
        List<RexNode> operands = new ArrayList<>();
        call.getOperands()
                .forEach(operand -> operands.add(isVariant(operand) ? rex.makeCall(TO_JSON, operand) : operand));
        return Optional.of(call.clone(call.getType(), operands));
    }

    private static boolean isVariant(RexNode node) {
        return node.getType().getSqlTypeName() == SqlTypeName.VARIANT;
    }
}
