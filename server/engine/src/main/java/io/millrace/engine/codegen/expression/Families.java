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
    }

    CallTranslator of(Function function) {
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE, ABS -> arithmetic;
            case SIGN, FLOOR, CEIL, ROUND, TRUNCATE, POWER, SQRT, EXP, LN, LOG10 -> math;
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    IS_NOT_DISTINCT_FROM,
                    GREATEST,
                    LEAST -> comparisons;
            case IN -> membership;
            case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> logic;
            case CASE, COALESCE -> conditionals;
            case CAST, TRY_CAST, REINTERPRET -> casts;
            case UPPER,
                    LOWER,
                    INITCAP,
                    TRIM_BOTH,
                    TRIM_LEADING,
                    TRIM_TRAILING,
                    SUBSTRING,
                    LEFT,
                    RIGHT,
                    LPAD,
                    RPAD,
                    REPEAT,
                    REVERSE,
                    CONCAT,
                    CONCAT_WS,
                    REPLACE,
                    CHAR_LENGTH,
                    OCTET_LENGTH,
                    POSITION,
                    STARTS_WITH,
                    ENDS_WITH,
                    CONTAINS,
                    ASCII,
                    CHR,
                    MD5,
                    SPLIT_INDEX,
                    SPLIT_PART -> texts;
            case LIKE, ILIKE, SIMILAR_TO, REGEXP_EXTRACT, REGEXP_REPLACE, REGEXP_LIKE -> patterns;
            case EXTRACT_YEAR,
                    EXTRACT_QUARTER,
                    EXTRACT_MONTH,
                    EXTRACT_WEEK,
                    EXTRACT_DAY,
                    EXTRACT_DOW,
                    EXTRACT_DOY,
                    EXTRACT_HOUR,
                    EXTRACT_MINUTE,
                    EXTRACT_SECOND,
                    EXTRACT_MILLISECOND,
                    EXTRACT_EPOCH,
                    FLOOR_YEAR,
                    FLOOR_QUARTER,
                    FLOOR_MONTH,
                    FLOOR_WEEK,
                    FLOOR_DAY,
                    FLOOR_HOUR,
                    FLOOR_MINUTE,
                    FLOOR_SECOND,
                    ADD_MONTHS,
                    DATE_FORMAT,
                    CURRENT_TIMESTAMP,
                    CURRENT_DATE,
                    CURRENT_TIME -> times;
            case SPLIT, SEQUENCE, ARRAY_OF, CARDINALITY, ITEM -> arrays;
        };
    }
}
