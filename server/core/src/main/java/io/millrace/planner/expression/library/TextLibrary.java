package io.millrace.planner.expression.library;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Argument;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.Functions;
import io.millrace.planner.expression.OwnFunction;
import io.millrace.planner.expression.SourceCalls;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;

/** Functions of text. */
final class TextLibrary {

    private static final String REPLACEMENT = "io.millrace.engine.codegen.runtime.regex.RegexReplacement";
    private static final String LISTS = "io.millrace.engine.codegen.runtime.nested.NestedLists";

    /** CONCAT_WS(separator, text or array of texts, …): nulls are left out. */
    private static final OwnFunction CONCAT_WS = new OwnFunction(
            "CONCAT_WS",
            TextLibrary::joined,
            OperandTypes.variadic(SqlOperandCountRanges.from(1)),
            TextLibrary::concatenated);

    /** REGEXP_REPLACE(text, pattern [, replacement [, flags]]), or with place, occurrence and flags behind the replacement. */
    private static final OwnFunction REGEXP_REPLACE =
            new OwnFunction("REGEXP_REPLACE", ReturnTypes.VARCHAR_NULLABLE, replacing(), TextLibrary::replaced);

    static final List<OwnFunction> ALL = List.of(CONCAT_WS, REGEXP_REPLACE);

    private TextLibrary() {}

    private static org.apache.calcite.rel.type.RelDataType joined(SqlOperatorBinding binding) {
        return binding.getTypeFactory()
                .createTypeWithNullability(
                        binding.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                        binding.getOperandType(0).isNullable());
    }

    private static Expression concatenated(RexCall call, List<Expression> operands) {
        if (operands.stream().noneMatch(operand -> operand.type() instanceof ArrayType)) {
            return Functions.of(
                    Function.CONCAT_WS,
                    call,
                    operands.stream().map(Argument.TEXT::adapt).toList());
        }
        List<Expression> arguments = new ArrayList<>();
        for (Expression operand : operands) {
            if (operand.type() instanceof ArrayType array && !isShown(array.element())) {
                return SourceCalls.notSupported(call);
            }
            arguments.add(operand.type() instanceof ArrayType ? operand : Argument.TEXT.adapt(operand));
        }
        return SourceCalls.ofElements(
                call,
                "return " + LISTS + ".join(new Object[] {" + NestedFunctions.parameters(arguments.size()) + "});",
                arguments);
    }

    /** Whether elements have the text that CAST gives them. */
    private static boolean isShown(Type element) {
        return Casts.isText(element) || Casts.isExact(element);
    }

    private static SqlOperandTypeChecker replacing() {
        SqlTypeFamily text = SqlTypeFamily.CHARACTER;
        SqlTypeFamily number = SqlTypeFamily.INTEGER;
        return OperandTypes.family(text, text)
                .or(OperandTypes.family(text, text, text))
                .or(OperandTypes.family(text, text, text, text))
                .or(OperandTypes.family(text, text, text, number))
                .or(OperandTypes.family(text, text, text, number, text))
                .or(OperandTypes.family(text, text, text, number, number))
                .or(OperandTypes.family(text, text, text, number, number, text));
    }

    private static Expression replaced(RexCall call, List<Expression> operands) {
        List<Expression> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(3, operands.size()); i++) {
            texts.add(Argument.TEXT.adapt(operands.get(i)));
        }
        if (operands.size() == 2) {
            texts.add(Literal.of("", Type.VARCHAR));
        }
        if (operands.size() <= 3) {
            return Functions.of(Function.REGEXP_REPLACE, call, texts);
        }
        boolean flagsAlone = Casts.isText(operands.get(3).type());
        Expression last = operands.get(operands.size() - 1);
        texts.add(flagsAlone ? Literal.of(1, Type.INTEGER) : Casts.cast(operands.get(3), Type.INTEGER));
        boolean counted = operands.size() > 4 && !Casts.isText(operands.get(4).type());
        texts.add(counted ? Casts.cast(operands.get(4), Type.INTEGER) : Literal.of(0, Type.INTEGER));
        texts.add(Casts.isText(last.type()) ? Argument.TEXT.adapt(last) : Literal.of("", Type.VARCHAR));
        return SourceCalls.custom(
                call,
                "if (a0 == null || a1 == null || a2 == null || a3 == null || a4 == null || a5 == null) { return null; }"
                        + " return " + REPLACEMENT + ".replaced((String) a0, (String) a1, (String) a2,"
                        + " ((Integer) a3).intValue(), ((Integer) a4).intValue(), (String) a5, " + flagsAlone + ");",
                texts);
    }
}
