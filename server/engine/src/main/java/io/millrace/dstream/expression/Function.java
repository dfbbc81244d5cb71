package io.millrace.dstream.expression;

/**
 * The built-in scalar functions.
 *
 * <p>What is true of a function whatever runs it is declared here and nowhere else. Unless said otherwise a function is strict: its
 * value is null exactly when an argument is null, and does not fail. Arithmetic and comparison
 * take two operands of the same layout, and exact arithmetic fails with NUMERIC_OUT_OF_RANGE or DIVISION_BY_ZERO. DECIMAL
 * operands may differ in scale; the result has the scale of the call's type.
 */
public enum Function {
    // arithmetic, also timestamp ± day-time interval
    ADD(Failure.WHEN_EXACT),
    SUBTRACT(Failure.WHEN_EXACT),
    MULTIPLY(Failure.WHEN_EXACT),
    DIVIDE(Failure.WHEN_EXACT),
    MODULO(Failure.WHEN_EXACT),
    NEGATE(Failure.WHEN_EXACT),
    ABS(Failure.WHEN_EXACT),
    SIGN,
    FLOOR(Failure.WHEN_EXACT),
    CEIL(Failure.WHEN_EXACT),
    /** ROUND(x [, digits INTEGER]); likewise TRUNCATE. */
    ROUND(Failure.POSSIBLE),
    TRUNCATE(Failure.POSSIBLE),
    POWER,
    SQRT,
    EXP,
    LN,
    LOG10,
    // comparison, on any one layout
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    /** Never null: nulls are equal to each other. */
    IS_NOT_DISTINCT_FROM(Nulls.NEVER),
    /** IN(value, literal …): a set of constants; SQL's three-valued meaning. */
    IN,
    // logic, three-valued
    AND(Nulls.TAKEN),
    OR(Nulls.TAKEN),
    NOT,
    IS_NULL(Nulls.NEVER),
    IS_NOT_NULL(Nulls.NEVER),
    IS_TRUE(Nulls.NEVER),
    IS_NOT_TRUE(Nulls.NEVER),
    IS_FALSE(Nulls.NEVER),
    IS_NOT_FALSE(Nulls.NEVER),
    /** CASE(when, then, when, then …, else); evaluated lazily, in order. */
    CASE(Nulls.TAKEN),
    COALESCE(Nulls.TAKEN),
    /** GREATEST and LEAST: null when any argument is null. */
    GREATEST,
    LEAST,
    /** To the type of the call; fails with INVALID_CAST or NUMERIC_OUT_OF_RANGE. */
    CAST(Failure.POSSIBLE),
    /** As CAST, but null instead of failing. */
    TRY_CAST(Nulls.GIVEN),
    /** The same bits in another type of the same layout, for example TIMESTAMP of BIGINT milliseconds. */
    REINTERPRET,
    // strings (UTF-8; positions count characters from 1)
    /** LIKE(value, pattern [, escape]). */
    LIKE(Failure.POSSIBLE),
    ILIKE(Failure.POSSIBLE),
    SIMILAR_TO(Failure.POSSIBLE),
    UPPER,
    LOWER,
    INITCAP,
    /** TRIM_BOTH(value, characters); likewise leading and trailing. */
    TRIM_BOTH,
    TRIM_LEADING,
    TRIM_TRAILING,
    /** SUBSTRING(value, from [, length]). */
    SUBSTRING(Failure.POSSIBLE),
    LEFT,
    RIGHT,
    LPAD(Failure.POSSIBLE),
    RPAD(Failure.POSSIBLE),
    REPEAT(Failure.POSSIBLE),
    REVERSE,
    CONCAT,
    /** CONCAT_WS(separator, value …): skips nulls. */
    CONCAT_WS(Nulls.TAKEN),
    REPLACE,
    CHAR_LENGTH,
    OCTET_LENGTH,
    /** POSITION(needle, value): 0 when absent. */
    POSITION,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    ASCII,
    CHR(Failure.POSSIBLE),
    MD5,
    /** SPLIT_INDEX(value, separator, index from 0): null when there is no such part. */
    SPLIT_INDEX(Nulls.GIVEN),
    /** SPLIT_PART(value, separator, index from 1): empty when there is no such part. */
    SPLIT_PART(Failure.POSSIBLE),
    /** SPLIT(value, separator): an array. */
    SPLIT,
    /** SEQUENCE(first, last, step): an array of BIGINTs. */
    SEQUENCE,
    /** REGEXP_EXTRACT(value, pattern [, group]): the first group, or all when there is none; null when there is no match. */
    REGEXP_EXTRACT(Nulls.GIVEN, Failure.POSSIBLE),
    REGEXP_REPLACE(Failure.POSSIBLE),
    /** REGEXP_LIKE(value, pattern). */
    REGEXP_LIKE(Failure.POSSIBLE),
    // date and time
    EXTRACT_YEAR,
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
    /** ADD_MONTHS(date or timestamp, INTEGER months). */
    ADD_MONTHS(Failure.POSSIBLE),
    /** DATE_FORMAT(timestamp, pattern): letters of java.time. */
    DATE_FORMAT(Failure.POSSIBLE),
    /** The timestamp of the batch: the same for all rows of a batch. */
    CURRENT_TIMESTAMP,
    CURRENT_DATE,
    CURRENT_TIME,
    // arrays
    /** ARRAY_OF(element …). */
    ARRAY_OF(Nulls.NEVER),
    CARDINALITY,
    /** ITEM(array, index from 1): null when there is no such element. */
    ITEM(Nulls.GIVEN);

    /** What becomes of nulls among the arguments, and whether the value can be null without them. */
    public enum Nulls {
        /** The value is null exactly when an argument is. */
        STRICT,
        /** The value is null when an argument is, and can be null when none is. */
        GIVEN,
        /** Null arguments are values like others, and the value is never null. */
        NEVER,
        /** Some null arguments leave a value; which ones is said at the function. */
        TAKEN
    }

    /** Whether the function can fail on arguments that are not null. */
    public enum Failure {
        IMPOSSIBLE,
        /** Only where numbers are exact: DOUBLE has infinities instead. */
        WHEN_EXACT,
        POSSIBLE
    }

    private final Nulls nulls;
    private final Failure failure;

    Function() {
        this(Nulls.STRICT, Failure.IMPOSSIBLE);
    }

    Function(Nulls nulls) {
        this(nulls, Failure.IMPOSSIBLE);
    }

    Function(Failure failure) {
        this(Nulls.STRICT, failure);
    }

    Function(Nulls nulls, Failure failure) {
        this.nulls = nulls;
        this.failure = failure;
    }

    public Nulls nulls() {
        return nulls;
    }

    public Failure failure() {
        return failure;
    }
}
