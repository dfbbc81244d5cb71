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
    ADD(Family.ARITHMETIC, 1, Failure.WHEN_EXACT),
    SUBTRACT(Family.ARITHMETIC, 1, Failure.WHEN_EXACT),
    MULTIPLY(Family.ARITHMETIC, 1, Failure.WHEN_EXACT),
    DIVIDE(Family.ARITHMETIC, 4, Failure.WHEN_EXACT),
    MODULO(Family.ARITHMETIC, 4, Failure.WHEN_EXACT),
    NEGATE(Family.ARITHMETIC, 1, Failure.WHEN_EXACT),
    ABS(Family.ARITHMETIC, 1, Failure.WHEN_EXACT),
    SIGN(Family.MATH, 1),
    FLOOR(Family.MATH, 1, Failure.WHEN_EXACT),
    CEIL(Family.MATH, 1, Failure.WHEN_EXACT),
    /** ROUND(x [, digits INTEGER]); likewise TRUNCATE. */
    ROUND(Family.MATH, 4, Failure.POSSIBLE),
    TRUNCATE(Family.MATH, 4, Failure.POSSIBLE),
    POWER(Family.MATH, 10),
    SQRT(Family.MATH, 10),
    EXP(Family.MATH, 10),
    LN(Family.MATH, 10),
    LOG10(Family.MATH, 10),
    // comparison, on any one layout
    EQUAL(Family.COMPARISON, 1),
    NOT_EQUAL(Family.COMPARISON, 1),
    LESS(Family.COMPARISON, 1),
    LESS_OR_EQUAL(Family.COMPARISON, 1),
    GREATER(Family.COMPARISON, 1),
    GREATER_OR_EQUAL(Family.COMPARISON, 1),
    /** Never null: nulls are equal to each other. */
    IS_NOT_DISTINCT_FROM(Family.COMPARISON, 1, Nulls.NEVER),
    /** IN(value, literal …): a set of constants; SQL's three-valued meaning. */
    IN(Family.MEMBERSHIP, 1),
    // logic, three-valued
    AND(Family.LOGIC, 1, Nulls.TAKEN),
    OR(Family.LOGIC, 1, Nulls.TAKEN),
    NOT(Family.LOGIC, 1),
    IS_NULL(Family.LOGIC, 1, Nulls.NEVER),
    IS_NOT_NULL(Family.LOGIC, 1, Nulls.NEVER),
    IS_TRUE(Family.LOGIC, 1, Nulls.NEVER),
    IS_NOT_TRUE(Family.LOGIC, 1, Nulls.NEVER),
    IS_FALSE(Family.LOGIC, 1, Nulls.NEVER),
    IS_NOT_FALSE(Family.LOGIC, 1, Nulls.NEVER),
    /** CASE(when, then, when, then …, else); evaluated lazily, in order. */
    CASE(Family.CONDITIONAL, 1, Nulls.TAKEN),
    COALESCE(Family.CONDITIONAL, 1, Nulls.TAKEN),
    /** GREATEST and LEAST: null when any argument is null. */
    GREATEST(Family.COMPARISON, 1),
    LEAST(Family.COMPARISON, 1),
    /** To the type of the call; fails with INVALID_CAST or NUMERIC_OUT_OF_RANGE. */
    CAST(Family.CAST, 2, Failure.POSSIBLE),
    /** As CAST, but null instead of failing. */
    TRY_CAST(Family.CAST, 2, Nulls.GIVEN),
    /** The same bits in another type of the same layout, for example TIMESTAMP of BIGINT milliseconds. */
    REINTERPRET(Family.CAST, 1),
    // strings (UTF-8; positions count characters from 1)
    /** LIKE(value, pattern [, escape]). */
    LIKE(Family.PATTERN, 20, Failure.POSSIBLE),
    ILIKE(Family.PATTERN, 20, Failure.POSSIBLE),
    SIMILAR_TO(Family.PATTERN, 100, Failure.POSSIBLE),
    UPPER(Family.TEXT, 20),
    LOWER(Family.TEXT, 20),
    INITCAP(Family.TEXT, 100),
    /** TRIM_BOTH(value, characters); likewise leading and trailing. */
    TRIM_BOTH(Family.TEXT, 10),
    TRIM_LEADING(Family.TEXT, 10),
    TRIM_TRAILING(Family.TEXT, 10),
    /** SUBSTRING(value, from [, length]). */
    SUBSTRING(Family.TEXT, 10, Failure.POSSIBLE),
    LEFT(Family.TEXT, 10),
    RIGHT(Family.TEXT, 10),
    LPAD(Family.TEXT, 20, Failure.POSSIBLE),
    RPAD(Family.TEXT, 20, Failure.POSSIBLE),
    REPEAT(Family.TEXT, 20, Failure.POSSIBLE),
    REVERSE(Family.TEXT, 20),
    CONCAT(Family.TEXT, 20),
    /** CONCAT_WS(separator, value …): skips nulls. */
    CONCAT_WS(Family.TEXT, 20, Nulls.TAKEN),
    REPLACE(Family.TEXT, 20),
    CHAR_LENGTH(Family.TEXT, 10),
    OCTET_LENGTH(Family.TEXT, 1),
    /** POSITION(needle, value): 0 when absent. */
    POSITION(Family.TEXT, 10),
    STARTS_WITH(Family.TEXT, 10),
    ENDS_WITH(Family.TEXT, 10),
    CONTAINS(Family.TEXT, 10),
    ASCII(Family.TEXT, 1),
    CHR(Family.TEXT, 20, Failure.POSSIBLE),
    MD5(Family.TEXT, 100),
    /** SPLIT_INDEX(value, separator, index from 0): null when there is no such part. */
    SPLIT_INDEX(Family.TEXT, 10, Nulls.GIVEN),
    /** SPLIT_PART(value, separator, index from 1): empty when there is no such part. */
    SPLIT_PART(Family.TEXT, 10, Failure.POSSIBLE),
    /** SPLIT(value, separator): an array. */
    SPLIT(Family.ARRAY, 100),
    /** SEQUENCE(first, last, step): an array of BIGINTs. */
    SEQUENCE(Family.ARRAY, 100),
    /** REGEXP_EXTRACT(value, pattern [, group]): the first group, or all when there is none; null when there is no match. */
    REGEXP_EXTRACT(Family.PATTERN, 100, Nulls.GIVEN, Failure.POSSIBLE),
    REGEXP_REPLACE(Family.PATTERN, 100, Failure.POSSIBLE),
    /** REGEXP_LIKE(value, pattern). */
    REGEXP_LIKE(Family.PATTERN, 100, Failure.POSSIBLE),
    // date and time
    EXTRACT_YEAR(Family.TIME, 8),
    EXTRACT_QUARTER(Family.TIME, 8),
    EXTRACT_MONTH(Family.TIME, 8),
    EXTRACT_WEEK(Family.TIME, 8),
    EXTRACT_DAY(Family.TIME, 8),
    EXTRACT_DOW(Family.TIME, 2),
    EXTRACT_DOY(Family.TIME, 8),
    EXTRACT_HOUR(Family.TIME, 2),
    EXTRACT_MINUTE(Family.TIME, 2),
    EXTRACT_SECOND(Family.TIME, 2),
    EXTRACT_MILLISECOND(Family.TIME, 2),
    EXTRACT_EPOCH(Family.TIME, 2),
    FLOOR_YEAR(Family.TIME, 8),
    FLOOR_QUARTER(Family.TIME, 8),
    FLOOR_MONTH(Family.TIME, 8),
    FLOOR_WEEK(Family.TIME, 2),
    FLOOR_DAY(Family.TIME, 2),
    FLOOR_HOUR(Family.TIME, 2),
    FLOOR_MINUTE(Family.TIME, 2),
    FLOOR_SECOND(Family.TIME, 2),
    /** ADD_MONTHS(date or timestamp, INTEGER months). */
    ADD_MONTHS(Family.TIME, 8, Failure.POSSIBLE),
    /** DATE_FORMAT(timestamp, pattern): letters of java.time. */
    DATE_FORMAT(Family.TIME, 100, Failure.POSSIBLE),
    /** The timestamp of the batch: the same for all rows of a batch. */
    CURRENT_TIMESTAMP(Family.TIME, 1),
    CURRENT_DATE(Family.TIME, 1),
    CURRENT_TIME(Family.TIME, 1),
    // arrays
    /** ARRAY_OF(element …). */
    ARRAY_OF(Family.ARRAY, 100, Nulls.NEVER),
    CARDINALITY(Family.ARRAY, 1),
    /** ITEM(array, index from 1): null when there is no such element. */
    ITEM(Family.ARRAY, 1, Nulls.GIVEN),
    // rows and maps
    /** ROW_OF(value …): each value in the type of its field. */
    ROW_OF(Family.NESTED, 100, Nulls.NEVER),
    /** FIELD(row, index from 0 INTEGER): the index is a constant. */
    FIELD(Family.NESTED, 10, Nulls.GIVEN),
    /** MAP_OF(key, value …): of equal keys the last value counts; fails with NULL_NOT_ALLOWED when a key is null. */
    MAP_OF(Family.NESTED, 200, Nulls.NEVER, Failure.POSSIBLE),
    /** MAP_VALUE(map, key): null when there is no such key. */
    MAP_VALUE(Family.NESTED, 50, Nulls.GIVEN),
    MAP_SIZE(Family.NESTED, 20),
    /** The keys of a map in their order; MAP_VALUES and MAP_ENTRIES are in the same one. */
    MAP_KEYS(Family.NESTED, 100),
    MAP_VALUES(Family.NESTED, 100),
    /** The entries of a map as an array of rows of two fields. */
    MAP_ENTRIES(Family.NESTED, 100),
    // VARIANTs
    /** FROM_VARIANT(variant): the value in the call's type, as by CAST; null for JSON's null. */
    FROM_VARIANT(Family.VARIANT, 30, Nulls.GIVEN, Failure.POSSIBLE),
    /** VARIANT_FIELD(variant, key VARCHAR): null when there is no such key. */
    VARIANT_FIELD(Family.VARIANT, 20, Nulls.GIVEN),
    /** VARIANT_ELEMENT(variant, index from 0 INTEGER): negative from the end; null when there is no such element. */
    VARIANT_ELEMENT(Family.VARIANT, 20, Nulls.GIVEN),
    /** VARIANT_NUMBER(variant): the same when it is a number, else null. */
    VARIANT_NUMBER(Family.VARIANT, 5, Nulls.GIVEN),
    /** PARSE_JSON(text). */
    PARSE_JSON(Family.VARIANT, 100, Failure.POSSIBLE),
    /** TRY_PARSE_JSON(text): null where PARSE_JSON fails. */
    TRY_PARSE_JSON(Family.VARIANT, 100, Nulls.GIVEN),
    /** JSON_TEXT(variant). */
    JSON_TEXT(Family.VARIANT, 100),
    /** TYPE_OF(variant): the name of the type of what is in it. */
    TYPE_OF(Family.VARIANT, 20);

    /** What functions work on. */
    public enum Family {
        ARITHMETIC,
        MATH,
        COMPARISON,
        MEMBERSHIP,
        LOGIC,
        CONDITIONAL,
        CAST,
        TEXT,
        PATTERN,
        TIME,
        ARRAY,
        NESTED,
        VARIANT
    }

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

    private final Family family;
    private final int cost;
    private final Nulls nulls;
    private final Failure failure;

    Function(Family family, int cost) {
        this(family, cost, Nulls.STRICT, Failure.IMPOSSIBLE);
    }

    Function(Family family, int cost, Nulls nulls) {
        this(family, cost, nulls, Failure.IMPOSSIBLE);
    }

    Function(Family family, int cost, Failure failure) {
        this(family, cost, Nulls.STRICT, failure);
    }

    Function(Family family, int cost, Nulls nulls, Failure failure) {
        this.family = family;
        this.cost = cost;
        this.nulls = nulls;
        this.failure = failure;
    }

    /** What it works on: functions of a family are translated in one place. */
    public Family family() {
        return family;
    }

    /** A rough number of nanoseconds per call, on short values of fixed width where it takes them. */
    public int cost() {
        return cost;
    }

    public Nulls nulls() {
        return nulls;
    }

    public Failure failure() {
        return failure;
    }
}
