package io.millrace.engine.codegen;

import io.millrace.dstream.Call;
import io.millrace.dstream.Expression;
import io.millrace.dstream.Function;
import java.util.List;

/** CASE and COALESCE: branches are computed only when they are taken. */
final class Conditionals implements CallTranslator {

    private final ExpressionTranslator translator;
    private final RowCode code;

    Conditionals(ExpressionTranslator translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        String block = code.owner().fresh("choice");
        Branches branches = new Branches(code, call.type());
        code.inScope(() -> {
            if (call.function() == Function.COALESCE) {
                coalesce(call, branches, block);
            } else {
                cases(call, branches, block);
            }
        });
        return branches.join("      " + block + ": {\n", "      }\n", call.function() == Function.COALESCE);
    }

    private void cases(Call call, Branches branches, String block) {
        List<Expression> arguments = call.arguments();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            Expression when = arguments.get(i);
            Expression then = arguments.get(i + 1);
            String[] condition = new String[1];
            String statements =
                    code.divert(() -> condition[0] = translator.truth().isTrue(when));
            branches.add(
                    statements + "      if (" + condition[0] + ") {\n",
                    () -> value(then, call),
                    "      break " + block + ";\n      }\n");
        }
        branches.add("", () -> value(arguments.get(arguments.size() - 1), call), "");
    }

    private void coalesce(Call call, Branches branches, String block) {
        String statements = "";
        for (Expression argument : call.arguments()) {
            Operand[] operand = new Operand[1];
            statements += code.divert(() -> operand[0] = translator.translate(argument));
            if (operand[0].neverNull()) {
                branches.add(statements, () -> converted(operand[0], call), "");
                return;
            }
            if (!operand[0].alwaysNull()) {
                branches.add(
                        statements + "      if (!" + operand[0].isNull() + ") {\n",
                        () -> converted(operand[0].withNull(Operand.NEVER), call),
                        "      break " + block + ";\n      }\n");
                statements = "";
            }
        }
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
