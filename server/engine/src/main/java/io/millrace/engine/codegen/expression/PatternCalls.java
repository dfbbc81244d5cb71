package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.regex.LikePattern;
import io.millrace.engine.codegen.runtime.regex.RegexMatcher;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** LIKE, ILIKE, SIMILAR TO and regular expressions; constant patterns are compiled once, with the class. */
final class PatternCalls implements CallTranslator {

    private static final String MATCHER = "RegexMatcher";

    private final ExpressionCode translator;
    private final RowCode code;

    PatternCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return translator.strict(call, arguments -> compute(call, arguments));
    }

    private Operand compute(Call call, List<Operand> arguments) {
        Operand value = arguments.get(0);
        return switch (call.function()) {
            case LIKE -> condition(call, like(call, value, arguments));
            case ILIKE ->
                condition(
                        call,
                        like(
                                call,
                                code.made(
                                        Type.VARCHAR, "TextCase.lower(" + value.slice() + ", " + code.buffer() + ");"),
                                arguments));
            case SIMILAR_TO ->
                condition(call, matcher(call, arguments.get(1), true) + ".matches(" + value.slice() + ")");
            case REGEXP_LIKE ->
                condition(call, matcher(call, arguments.get(1), false) + ".find(" + value.slice() + ")");
            case REGEXP_EXTRACT -> extract(call, arguments);
            default ->
                code.made(
                        call.type(),
                        matcher(call, arguments.get(1), false) + ".replace(" + value.slice() + ", "
                                + arguments.get(2).slice() + ", " + code.buffer() + ");");
        };
    }

    private Operand condition(Call call, String condition) {
        return Operand.of(call.type(), code.define("boolean", "b", condition));
    }

    private String like(Call call, Operand value, List<Operand> arguments) {
        boolean lower = call.function() == Function.ILIKE;
        Optional<String> pattern = ExpressionCode.constant(call, 1).map(Object::toString);
        Optional<String> escape =
                call.arguments().size() > 2 ? ExpressionCode.constant(call, 2).map(Object::toString) : Optional.of("");
        if (pattern.isEmpty() || escape.isEmpty()) {
            return dynamicLike(value, arguments, lower);
        }
        String text = lower ? pattern.get().toLowerCase(Locale.ROOT) : pattern.get();
        LikePattern like = compiled(() -> LikePattern.of(text, escape.get()));
        if (like.kind() == LikePattern.Kind.GENERAL) {
            return code.owner().constant("LikePattern", like) + ".matches(" + value.slice() + ")";
        }
        byte[] literal = like.literal();
        Operand constant = Operand.slice(
                Type.VARCHAR, "text", String.valueOf(code.owner().pooled(literal)), String.valueOf(literal.length));
        String both = "(" + value.slice() + ", " + constant.slice() + ")";
        return switch (like.kind()) {
            case EQUALS -> Comparisons.equalConstant(value, constant, literal);
            case PREFIX -> "Text.startsWith" + both;
            case SUFFIX -> "Text.endsWith" + both;
            default -> "Text.contains" + both;
        };
    }

    private String dynamicLike(Operand value, List<Operand> arguments, boolean lower) {
        Operand pattern = arguments.get(1);
        if (lower) {
            pattern = code.made(Type.VARCHAR, "TextCase.lower(" + pattern.slice() + ", " + code.buffer() + ");");
        }
        String escape = arguments.size() > 2 ? arguments.get(2).slice() : "text, 0, 0";
        String matcher = code.owner().field("LikePattern.Dynamic", "new LikePattern.Dynamic()");
        return matcher + ".matches(" + value.slice() + ", " + pattern.slice() + ", " + escape + ")";
    }

    /** A matcher of the call's pattern, which is compiled now when it is constant. */
    private String matcher(Call call, Operand pattern, boolean similar) {
        Optional<String> constant = ExpressionCode.constant(call, 1).map(Object::toString);
        if (constant.isEmpty()) {
            return code.owner().field(MATCHER, "new RegexMatcher()") + ".with(" + pattern.slice() + ", " + similar
                    + ")";
        }
        String text = similar ? RegexMatcher.similar(constant.get()) : constant.get();
        Pattern compiled = compiled(() -> RegexMatcher.compile(text));
        String field = code.owner().constant("java.util.regex.Pattern", compiled);
        return code.owner().field(MATCHER, "new RegexMatcher(" + field + ")");
    }

    /** What is wrong with a constant pattern is wrong with the statement. */
    static <T> T compiled(Supplier<T> compilation) {
        try {
            return compilation.get();
        } catch (EvaluationException e) {
            throw new MillraceException(e.code(), e.getMessage(), e);
        }
    }

    private Operand extract(Call call, List<Operand> arguments) {
        Operand value = arguments.get(0);
        String group = arguments.size() > 2 ? ", (long) " + arguments.get(2) : "";
        String slice = code.define(
                "long", "p", matcher(call, arguments.get(1), false) + ".extract(" + value.slice() + group + ")");
        String isNull = code.define("boolean", "n", slice + " == Text.NULL");
        String kept = code.define("long", "p", isNull + " ? 0L : " + slice);
        return code.unpacked(call.type(), value.value(), kept).withNull(isNull);
    }
}
