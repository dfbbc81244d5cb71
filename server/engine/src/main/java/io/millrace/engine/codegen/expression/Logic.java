package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import java.util.List;

/** AND, OR, NOT and the IS … predicates as three-valued values. */
final class Logic implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    Logic(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case AND, OR -> junction(call);
            case NOT ->
                translator.strict(
                        call, a -> Operand.of(call.type(), "!" + a.get(0).value()));
            case IS_NULL -> nullTest(call, "");
            case IS_NOT_NULL -> nullTest(call, "!");
            default ->
                Operand.of(
                        call.type(),
                        code.define("boolean", "b", translator.truth().isTrue(call)));
        };
    }

    private Operand nullTest(Call call, String negation) {
        Operand operand = translator.translate(call.arguments().get(0));
        return Operand.of(call.type(), code.define("boolean", "b", negation + operand.isNull()));
    }

    private Operand junction(Call call) {
        boolean and = call.function() == Function.AND;
        if (call.arguments().stream().noneMatch(Traits::nullable)) {
            return Operand.of(call.type(), translator.truth().isTrue(call));
        }
        List<Expression> arguments = call.arguments();
        Operand result = translator.translate(arguments.get(0));
        for (Expression argument : arguments.subList(1, arguments.size())) {
            result = junction(call, result, argument, and);
        }
        return result;
    }

    /**
     * One step. The right side matters unless the left one decides (false of AND, true of OR); then the result is the right
     * value where that decides, and null where either is null otherwise.
     */
    private Operand junction(Call call, Operand left, Expression rightSide, boolean and) {
        String neutral = and ? "" : "!";
        String isNull = code.declare("boolean", "n", "false");
        String value = code.declare("boolean", "v", String.valueOf(!and));
        Operand[] right = new Operand[1];
        String statements = code.capture(() -> right[0] = translator.translate(rightSide));
        code.line("if (" + left.isNull() + " || " + neutral + left.value() + ") {");
        code.append(statements);
        code.line(isNull + " = " + right[0].isNull() + " || " + neutral + right[0].value() + " && " + left.isNull()
                + ";");
        code.line(value + " = !" + isNull + " && " + right[0].value() + ";");
        code.line("}");
        return Operand.of(call.type(), value).withNull(isNull);
    }
}
