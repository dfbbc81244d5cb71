package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;

/**
 * Conditions: whether a predicate is true, or is false, as a Java condition. Short-circuits like Java, and needs no null flags
 * for AND, OR and NOT.
 */
public final class Truth {

    private final ExpressionCode translator;

    Truth(ExpressionCode translator) {
        this.translator = translator;
    }

    public String isTrue(Expression predicate) {
        return is(predicate, true);
    }

    String isFalse(Expression predicate) {
        return is(predicate, false);
    }

    private String is(Expression predicate, boolean wanted) {
        if (predicate instanceof Call call && !translator.isPart(predicate)) {
            Function function = call.function();
            if (function == Function.NOT) {
                return is(call.arguments().get(0), !wanted);
            }
            if (function == Function.AND || function == Function.OR) {
                return chain(call, wanted, (function == Function.AND) == wanted);
            }
            if (function == Function.IS_TRUE || function == Function.IS_NOT_TRUE) {
                String inner = is(call.arguments().get(0), true);
                return (function == Function.IS_TRUE) == wanted ? inner : "!" + inner;
            }
            if (function == Function.IS_FALSE || function == Function.IS_NOT_FALSE) {
                String inner = is(call.arguments().get(0), false);
                return (function == Function.IS_FALSE) == wanted ? inner : "!" + inner;
            }
        }
        Operand operand = translator.translate(predicate);
        if (operand.alwaysNull()) {
            return "false";
        }
        String value = wanted ? operand.value() : "!" + operand.value();
        return operand.neverNull() ? value : "(!" + operand.isNull() + " && " + value + ")";
    }

    /** All (or at least one) of the arguments; later ones are computed only when they matter. */
    private String chain(Call call, boolean wanted, boolean all) {
        RowCode code = translator.code();
        String result = code.declare("boolean", "t", is(call.arguments().get(0), wanted));
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            String[] condition = new String[1];
            String statements = code.capture(() -> condition[0] = is(argument, wanted));
            code.line("if (" + (all ? "" : "!") + result + ") {");
            code.append(statements);
            code.line(result + " = " + condition[0] + ";");
            code.line("}");
        }
        return result;
    }
}
