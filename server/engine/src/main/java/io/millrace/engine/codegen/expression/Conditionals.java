package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import java.util.List;

/** CASE and COALESCE: branches are computed only when they are taken. */
final class Conditionals implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    Conditionals(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        boolean coalesce = call.function() == Function.COALESCE;
        Branches branches = new Branches(code, call.type());
        int[] open = new int[1];
        code.inScope(() -> open[0] = coalesce ? coalesce(call, branches) : cases(call, branches));
        return branches.join("", "      }\n".repeat(open[0]), coalesce);
    }

    /** Nested if … else; returns how many blocks are left open. Breaks out of a labelled block would trip Janino. */
    private int cases(Call call, Branches branches) {
        List<Expression> arguments = call.arguments();
        int whens = arguments.size() / 2;
        for (int i = 0; i < whens; i++) {
            Expression when = arguments.get(2 * i);
            Expression then = arguments.get(2 * i + 1);
            String[] condition = new String[1];
            String statements =
                    code.divert(() -> condition[0] = translator.truth().isTrue(when));
            branches.add(
                    statements + "      if (" + condition[0] + ") {\n", () -> value(then, call), "      } else {\n");
        }
        branches.add("", () -> value(arguments.get(arguments.size() - 1), call), "");
        return whens;
    }

    private int coalesce(Call call, Branches branches) {
        String statements = "";
        int open = 0;
        for (Expression argument : call.arguments()) {
            Operand[] operand = new Operand[1];
            statements += code.divert(() -> operand[0] = translator.translate(argument));
            if (operand[0].neverNull()) {
                branches.add(statements, () -> converted(operand[0], call), "");
                return open;
            }
            if (!operand[0].alwaysNull()) {
                branches.add(
                        statements + "      if (!" + operand[0].isNull() + ") {\n",
                        () -> converted(operand[0].withNull(Operand.NEVER), call),
                        "      } else {\n");
                statements = "";
                open++;
            }
        }
        return open;
    }

    private Operand value(Expression branch, Call call) {
        return converted(translator.translate(branch), call);
    }

    /** Branches may differ from the call in scale or length of type. */
    private Operand converted(Operand operand, Call call) {
        if (operand.alwaysNull() || Conversions.same(operand.type(), call.type())) {
            return operand;
        }
        return translator.guarded(
                List.of(operand),
                call.type(),
                true,
                o -> translator.conversions().convert(o.get(0), call.type()));
    }
}
