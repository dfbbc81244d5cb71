package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** VARIANT values: what is in them, which is read where it lies without copying, and JSON. */
final class VariantCalls implements CallTranslator {

    private static final String READER = "io.millrace.spi.data.variant.VariantReader.";
    private static final String KIND = "io.millrace.spi.data.variant.VariantKind.";
    private static final String ROOM = "io.millrace.engine.codegen.runtime.variant.";

    private final ExpressionCode translator;
    private final RowCode code;

    VariantCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case FROM_VARIANT ->
                translator.strict(call, a -> translator.conversions().convert(a.get(0), call.type()));
            case VARIANT_FIELD -> translator.strict(call, this::field);
            case VARIANT_ELEMENT -> translator.strict(call, this::element);
            case VARIANT_NUMBER -> translator.strict(call, this::number);
            case PARSE_JSON -> translator.strict(call, this::parsed);
            case TRY_PARSE_JSON -> attempted(call);
            case JSON_TEXT ->
                translator.strict(call, a -> code.made(call.type(), ROOM + "VariantText.print(" + at(a) + end()));
            case TYPE_OF ->
                translator.strict(call, a -> code.made(call.type(), ROOM + "VariantText.typeOf(" + at(a) + end()));
            default ->
                throw new MillraceException(ErrorCode.NOT_SUPPORTED, call.function() + " is no function of VARIANTs");
        };
    }

    private static String at(List<Operand> arguments) {
        return arguments.get(0).value() + ", " + arguments.get(0).start();
    }

    private String end() {
        return ", " + code.buffer() + ");";
    }

    private Operand number(List<Operand> arguments) {
        Operand variant = arguments.get(0);
        Branches branches = new Branches(code, Type.VARIANT);
        branches.add(
                "      if (" + KIND + "isNumber(" + variant.value() + "[" + variant.start() + "])) {\n",
                () -> variant.withNull(Operand.NEVER),
                "      }\n");
        return branches.join("", "", true);
    }

    private Operand field(List<Operand> arguments) {
        return found(
                arguments.get(0),
                READER + "field(" + at(arguments) + ", " + arguments.get(1).slice() + ")");
    }

    private Operand element(List<Operand> arguments) {
        return found(arguments.get(0), READER + "element(" + at(arguments) + ", " + arguments.get(1) + ")");
    }

    /** The value at a place within another, null where that is negative. */
    private Operand found(Operand within, String place) {
        String at = code.define("int", "i", place);
        Branches branches = new Branches(code, Type.VARIANT);
        branches.add(
                "      if (" + at + " >= 0) {\n",
                () -> Operand.slice(
                        Type.VARIANT,
                        within.value(),
                        at,
                        code.define("int", "l", READER + "skip(" + within.value() + ", " + at + ") - " + at)),
                "      }\n");
        return branches.join("", "", true);
    }

    private Operand parsed(List<Operand> arguments) {
        return code.made(
                Type.VARIANT,
                ROOM + "VariantMaking.parseJson(" + arguments.get(0).slice() + end());
    }

    private Operand attempted(Call call) {
        Operand text = translator.translate(call.arguments().get(0));
        if (text.alwaysNull()) {
            return translator.nullOf(call.type());
        }
        Branches branches = new Branches(code, call.type());
        branches.add(
                "      if (!" + text.isNull() + ") {\n      try {\n",
                () -> parsed(List.of(text.withNull(Operand.NEVER))),
                "      } catch (EvaluationException failure) {\n      }\n      }\n");
        return branches.join("", "", true);
    }
}
