package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** CAST, TRY_CAST and REINTERPRET. */
final class CastCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    CastCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        Type type = call.type();
        if (call.function() == Function.CAST) {
            return translator.strict(call, arguments -> translator.conversions().convert(arguments.get(0), type));
        }
        Operand operand = translator.translate(call.arguments().get(0));
        if (call.function() == Function.REINTERPRET) {
            if (operand.type().layout() != type.layout()) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        operand.type().sql() + " cannot be read as " + type.sql() + " without a CAST");
            }
            return operand.withType(type);
        }
        return operand.alwaysNull() ? translator.nullOf(type) : attempted(operand, type);
    }

    /** The conversion, or null when it fails. */
    private Operand attempted(Operand operand, Type type) {
        Branches branches = new Branches(code, type);
        branches.add(
                "      if (!" + operand.isNull() + ") {\n      try {\n",
                () -> translator.guarded(
                        List.of(operand.withNull(Operand.NEVER)),
                        type,
                        false,
                        a -> translator.conversions().convert(a.get(0), type)),
                "      } catch (EvaluationException failure) {\n      }\n      }\n");
        return branches.join("", "", true);
    }
}
