package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.Type;
import java.util.List;

/** Functions of text without patterns. Parts of a text stay slices of it; new text goes to the buffer. */
final class TextCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    TextCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return call.function() == Function.CONCAT_WS
                ? concatWithSeparator(call)
                : translator.strict(call, arguments -> compute(call, arguments));
    }

    private Operand compute(Call call, List<Operand> arguments) {
        Type type = call.type();
        Operand a = arguments.get(0);
        return switch (call.function()) {
            case SUBSTRING, LEFT, RIGHT -> part(call, a, arguments);
            case TRIM_BOTH -> trimmed(type, a, arguments, "true, true");
            case TRIM_LEADING -> trimmed(type, a, arguments, "true, false");
            case TRIM_TRAILING -> trimmed(type, a, arguments, "false, true");
            case SPLIT_PART ->
                code.packed(
                        type,
                        a.value(),
                        "Splitting.part(" + a.slice() + ", " + arguments.get(1).slice() + ", (long) " + arguments.get(2)
                                + ")");
            case SPLIT_INDEX -> splitIndex(type, a, arguments);
            case CHAR_LENGTH -> number(type, "Text.charLength(" + a.slice() + ")");
            case OCTET_LENGTH -> number(type, a.length());
            case ASCII -> number(type, "Text.codePoint(" + a.slice() + ")");
            case POSITION ->
                number(
                        type,
                        "Text.position(" + a.slice() + ", " + arguments.get(1).slice() + ")");
            case STARTS_WITH -> test(type, "startsWith", a, arguments);
            case ENDS_WITH -> test(type, "endsWith", a, arguments);
            case CONTAINS -> test(type, "contains", a, arguments);
            default -> made(call, arguments);
        };
    }

    private Operand part(Call call, Operand a, List<Operand> arguments) {
        boolean binary = call.arguments().get(0).type().kind().name().endsWith("BINARY");
        String from = "(long) " + arguments.get(1);
        String count = arguments.size() > 2 ? ", (long) " + arguments.get(2) : "";
        String method = (binary ? "Binary." : "Text.")
                + switch (call.function()) {
                    case SUBSTRING -> "substring";
                    case LEFT -> "left";
                    default -> "right";
                };
        return code.packed(call.type(), a.value(), method + "(" + a.slice() + ", " + from + count + ")");
    }

    private Operand trimmed(Type type, Operand a, List<Operand> arguments, String ends) {
        String set;
        if (arguments.size() > 1) {
            set = arguments.get(1).slice();
        } else {
            set = "text, " + code.owner().pooled(new byte[] {' '}) + ", 1";
        }
        return code.packed(type, a.value(), "Text.trim(" + a.slice() + ", " + set + ", " + ends + ")");
    }

    private Operand splitIndex(Type type, Operand a, List<Operand> arguments) {
        String slice = code.define(
                "long",
                "p",
                "Splitting.index(" + a.slice() + ", " + arguments.get(1).slice() + ", (long) " + arguments.get(2)
                        + ")");
        String isNull = code.define("boolean", "n", slice + " == Text.NULL");
        String kept = code.define("long", "p", isNull + " ? 0L : " + slice);
        return code.unpacked(type, a.value(), kept).withNull(isNull);
    }

    private Operand number(Type type, String intExpression) {
        return translator.conversions().convert(code.value(Type.INTEGER, intExpression), type);
    }

    private Operand test(Type type, String method, Operand a, List<Operand> arguments) {
        return Operand.of(
                type,
                code.define(
                        "boolean",
                        "b",
                        "Text." + method + "(" + a.slice() + ", "
                                + arguments.get(1).slice() + ")"));
    }

    private Operand made(Call call, List<Operand> arguments) {
        Type type = call.type();
        Operand a = arguments.get(0);
        String buffer = code.buffer();
        String end = ", " + buffer + ");";
        return switch (call.function()) {
            case UPPER -> code.made(type, "TextCase.upper(" + a.slice() + end);
            case LOWER -> code.made(type, "TextCase.lower(" + a.slice() + end);
            case INITCAP -> code.made(type, "TextCase.initcap(" + a.slice() + end);
            case LPAD, RPAD -> {
                String fill = arguments.size() > 2
                        ? arguments.get(2).slice()
                        : "text, " + code.owner().pooled(new byte[] {' '}) + ", 1";
                boolean left = call.function() == Function.LPAD;
                yield code.made(
                        type,
                        "TextMaking.pad(" + a.slice() + ", (long) " + arguments.get(1) + ", " + fill + ", " + left
                                + end);
            }
            case REPEAT -> code.made(type, "TextMaking.repeat(" + a.slice() + ", (long) " + arguments.get(1) + end);
            case REVERSE -> code.made(type, "TextMaking.reverse(" + a.slice() + end);
            case REPLACE ->
                code.made(
                        type,
                        "TextMaking.replace(" + a.slice() + ", "
                                + arguments.get(1).slice() + ", "
                                + arguments.get(2).slice() + end);
            case CHR -> code.made(type, "TextMaking.character((long) " + a + end);
            case MD5 -> code.made(type, "TextMaking.md5(" + a.slice() + end);
            case CONCAT -> concat(type, arguments);
            default -> throw new IllegalStateException(call.function() + " is not a function of text");
        };
    }

    private Operand concat(Type type, List<Operand> arguments) {
        String buffer = code.buffer();
        String start = code.define("int", "s", buffer + ".size()");
        for (Operand argument : arguments) {
            code.line(buffer + ".append(" + argument.slice() + ");");
        }
        return code.madeFrom(type, start);
    }

    private Operand concatWithSeparator(Call call) {
        List<Operand> arguments =
                call.arguments().stream().map(translator::translate).toList();
        Operand separator = arguments.get(0);
        return translator.guarded(List.of(separator), call.type(), true, s -> {
            String buffer = code.buffer();
            String start = code.define("int", "s", buffer + ".size()");
            String first = code.declare("boolean", "first", "true");
            for (Operand argument : arguments.subList(1, arguments.size())) {
                code.line("if (!" + argument.isNull() + ") {");
                code.line("if (!" + first + ") {");
                code.line(buffer + ".append(" + separator.slice() + ");");
                code.line("}");
                code.line(first + " = false;");
                code.line(buffer + ".append(" + argument.slice() + ");");
                code.line("}");
            }
            return code.madeFrom(call.type(), start);
        });
    }
}
