package io.millrace.sql.parser;

/** The kinds of token by which {@link WordsInContext} tells names from keywords, and errors find remedies. */
final class WordSets {
    /** Reserved words that people have columns for; they are names where an operand begins and ends with them. */
    static final TokenSet CONTEXTUAL = TokenSet.words("""
            ORDER GROUP END TO OFFSET PARTITION RANGE ROWS ROW PERIOD PATTERN MATCH SYSTEM
            CURRENT NEXT PREV LIMIT LEFT RIGHT SET MEASURE MEASURES ELEMENT MEMBER EMPTY
            INTERVAL PER NO NEW SKIP FILTER CALL RUNNING SUBSET TRUNCATE RESET WITHIN
            OVERLAPS CONTAINS EQUALS CHARACTER UNIQUE OF ONLY UPSERT EXTEND VARYING SIMILAR
            OVER DEFINE DATE TIME TIMESTAMP DATETIME UUID WINDOW STREAM EMIT VARIANT
            PRECISION ALLOW DISALLOW USING BINARY""");

    /** Reserved words that mean something only before a parenthesis. */
    static final TokenSet FUNCTIONS = TokenSet.words("""
            ABS AVG CARDINALITY CEIL CEILING CHAR_LENGTH CHARACTER_LENGTH COALESCE COLLECT
            COVAR_POP COVAR_SAMP CUME_DIST DENSE_RANK EXP FIRST_VALUE FLOOR FUSION
            INTERSECTION LAG LAST_VALUE LEAD LN LOWER MAX MIN MOD NTH_VALUE NTILE NULLIF
            OCTET_LENGTH OVERLAY PERCENTILE_CONT PERCENTILE_DISC PERCENT_RANK POWER
            REGR_COUNT REGR_SXX REGR_SYY ROW_NUMBER SQRT STDDEV_POP STDDEV_SAMP SUBSTRING
            SUM TRANSLATE TRIM UPPER VAR_POP VAR_SAMP CLASSIFIER MATCH_NUMBER EXTRACT""");

    /** Operators that compare. */
    static final TokenSet COMPARISONS = TokenSet.words("= <> != < > <= >=");

    /** After these an operand, or the name of a relation, begins. */
    static final TokenSet OPERAND_STARTS = TokenSet.words("""
            = <> != < > <= >= + - * / % || , ( [ SELECT DISTINCT WHERE AND OR NOT BY HAVING
            QUALIFY WHEN THEN ELSE CASE BETWEEN SET ON LIKE FROM JOIN INTO STREAM TABLE VIEW
            SINK EXISTS VALUE""");

    /** Before these an operand, or the name of a relation, has ended. */
    static final TokenSet OPERAND_ENDS = TokenSet.words("""
            <EOF> , ) ] . FROM AS = <> != < > <= >= + - * / % || :: IS IN LIKE NOT AND OR
            ASC DESC NULLS WHEN THEN ELSE END WHERE GROUP ORDER HAVING LIMIT RETURNING_ROWS UNION EXCEPT
            INTERSECT QUALIFY EMIT JOIN INNER CROSS LEFT RIGHT FULL NATURAL SET SELECT
            VALUES ROWS RANGE TO FOR ESCAPE FETCH OFFSET WINDOW WITH BETWEEN SIMILAR COLLATE
            MEMBER OVERLAPS MEASURES ONE ALL AFTER PATTERN""");

    /** Units of the standard that end an interval. */
    static final TokenSet UNITS = TokenSet.words("""
            YEAR YEARS QUARTER QUARTERS MONTH MONTHS WEEK WEEKS DAY DAYS HOUR HOURS MINUTE
            MINUTES SECOND SECONDS""");

    /** Words that nobody uses as a name, so that quotes are not the remedy. */
    static final TokenSet NEVER_NAMES = TokenSet.words("""
            SELECT FROM WHERE HAVING AND OR NOT ON AS IN IS UNION EXCEPT INTERSECT WITH
            VALUES JOIN INTO NULL TRUE FALSE""");

    /** What a statement begins with. */
    static final TokenSet STATEMENT_STARTS = TokenSet.words("""
            SELECT WITH VALUES TABLE ( INSERT UPDATE DELETE MERGE TRUNCATE SAVEPOINT RELEASE CREATE DROP ALTER SHOW
            DESCRIBE DESC EXPLAIN SET RESET ADVANCE KILL CHECKPOINT FETCH BEGIN START COMMIT
            ROLLBACK GRANT REVOKE USE""");

    /** Statements that change rows begin with one. */
    static final TokenSet CHANGES = TokenSet.words("INSERT UPDATE DELETE MERGE");

    /** Functions with a type behind AS. */
    static final TokenSet CASTS = TokenSet.words("CAST TRY_CAST SAFE_CAST");

    private WordSets() {}
}
