package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;

/** Which family translates which function. */
final class Families {

    private final CallTranslator arithmetic;
    private final CallTranslator math;
    private final CallTranslator comparisons;
    private final CallTranslator membership;
    private final CallTranslator logic;
    private final CallTranslator conditionals;
    private final CallTranslator casts;
    private final CallTranslator texts;
    private final CallTranslator patterns;
    private final CallTranslator times;
    private final CallTranslator arrays;
    private final CallTranslator nested;
    private final CallTranslator variants;

    Families(ExpressionCode translator) {
        arithmetic = new ArithmeticCalls(translator);
        math = new MathCalls(translator);
        comparisons = new Comparisons(translator);
        membership = new Membership(translator);
        logic = new Logic(translator);
        conditionals = new Conditionals(translator);
        casts = new CastCalls(translator);
        texts = new TextCalls(translator);
        patterns = new PatternCalls(translator);
        times = new TimeCalls(translator);
        arrays = new ArrayCalls(translator);
        nested = new NestedCalls(translator);
        variants = new VariantCalls(translator);
    }

    CallTranslator of(Function function) {
        return switch (function.family()) {
            case ARITHMETIC -> arithmetic;
            case MATH -> math;
            case COMPARISON -> comparisons;
            case MEMBERSHIP -> membership;
            case LOGIC -> logic;
            case CONDITIONAL -> conditionals;
            case CAST -> casts;
            case TEXT -> texts;
            case PATTERN -> patterns;
            case TIME -> times;
            case ARRAY -> arrays;
            case NESTED -> nested;
            case VARIANT -> variants;
        };
    }
}
