package io.millrace.dstream.expression;

/**
 * The built-in scalar functions.
 *
 * <p>Unless said otherwise a function is strict: its value is null exactly when an argument is null. Arithmetic and comparison
 * take two operands of the same layout, and exact arithmetic fails with NUMERIC_OUT_OF_RANGE or DIVISION_BY_ZERO. DECIMAL
 * operands may differ in scale; the result has the scale of the call's type.
 */
public enum Function {
    // arithmetic, also timestamp ± day-time interval
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MODULO,
    NEGATE,
    ABS,
    SIGN,
    FLOOR,
    CEIL,
    /** ROUND(x [, digits INTEGER]); likewise TRUNCATE. */
    ROUND,
    TRUNCATE,
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
    IS_NOT_DISTINCT_FROM,
    /** IN(value, literal …): a set of constants; SQL's three-valued meaning. */
    IN,
    // logic, three-valued
    AND,
    OR,
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    /** CASE(when, then, when, then …, else); evaluated lazily, in order. */
    CASE,
    COALESCE,
    /** GREATEST and LEAST: null when any argument is null. */
    GREATEST,
    LEAST,
    /** To the type of the call; fails with INVALID_CAST or NUMERIC_OUT_OF_RANGE. */
    CAST,
    /** As CAST, but null instead of failing. */
    TRY_CAST,
    /** The same bits in another type of the same layout, for example TIMESTAMP of BIGINT milliseconds. */
    REINTERPRET,
    // strings (UTF-8; positions count characters from 1)
    /** LIKE(value, pattern [, escape]). */
    LIKE,
    ILIKE,
    SIMILAR_TO,
    UPPER,
    LOWER,
    INITCAP,
    /** TRIM_BOTH(value, characters); likewise leading and trailing. */
    TRIM_BOTH,
    TRIM_LEADING,
    TRIM_TRAILING,
    /** SUBSTRING(value, from [, length]). */
    SUBSTRING,
    LEFT,
    RIGHT,
    LPAD,
    RPAD,
    REPEAT,
    REVERSE,
    CONCAT,
    /** CONCAT_WS(separator, value …): skips nulls. */
    CONCAT_WS,
    REPLACE,
    CHAR_LENGTH,
    OCTET_LENGTH,
    /** POSITION(needle, value): 0 when absent. */
    POSITION,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    ASCII,
    CHR,
    MD5,
    /** SPLIT_INDEX(value, separator, index from 0): null when there is no such part. */
    SPLIT_INDEX,
    /** SPLIT_PART(value, separator, index from 1): empty when there is no such part. */
    SPLIT_PART,
    /** SPLIT(value, separator): an array. */
    SPLIT,
    /** REGEXP_EXTRACT(value, pattern [, group]): the first group, or all when there is none; null when there is no match. */
    REGEXP_EXTRACT,
    REGEXP_REPLACE,
    /** REGEXP_LIKE(value, pattern). */
    REGEXP_LIKE,
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
    ADD_MONTHS,
    /** DATE_FORMAT(timestamp, pattern): letters of java.time. */
    DATE_FORMAT,
    /** The timestamp of the batch: the same for all rows of a batch. */
    CURRENT_TIMESTAMP,
    CURRENT_DATE,
    CURRENT_TIME,
    // arrays
    /** ARRAY_OF(element …). */
    ARRAY_OF,
    CARDINALITY,
    /** ITEM(array, index from 1): null when there is no such element. */
    ITEM
}
