package io.millrace.sql.parser;

import io.millrace.sql.tree.NearestWord;
import java.util.List;
import java.util.Locale;

/** Which keyword a misspelt word may be meant for. */
final class Spelling {
    private static final int MOST = 3;

    private static final List<String> KEYWORDS = List.of("""
            SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET JOIN LEFT RIGHT FULL INNER OUTER CROSS
            NATURAL LATERAL UNNEST ON USING UNION ALL EXCEPT INTERSECT DISTINCT VALUES INSERT INTO UPDATE
            SET DELETE MERGE MATCHED CREATE REPLACE STREAM TABLE VIEW MATERIALIZED SINK CONNECTION SECRET
            FUNCTION SUBSCRIPTION USER ROLE DROP CASCADE ALTER SUSPEND RESUME RETRY SKIP SHOW DESCRIBE EXPLAIN ANALYZE
            CODEGEN WATERMARK FOR PRIMARY KEY METADATA WITH AS EMIT CHANGES FINAL FILL WINDOW CLOSE TUMBLE
            DESCRIPTOR INTERVAL PARTITION OVER ROWS RANGE BETWEEN PRECEDING FOLLOWING UNBOUNDED CURRENT ROW
            AND OR NOT NULL IS IN LIKE EXISTS IF CASE WHEN THEN ELSE END CAST FILTER QUALIFY SYSTEM_TIME OF
            BATCH MATCH_CONDITION MATCH_RECOGNIZE RETURNS JAR KILL CHECKPOINT FETCH CLOCK MANUAL ADVANCE TO
            GRANT REVOKE SCHEMA USE BEGIN COMMIT ROLLBACK TRANSACTION PASSWORD MINUTE MINUTES SECOND SECONDS HOUR
            HOURS DAY DAYS MONTH YEAR ASC DESC NULLS FIRST LAST RECURSIVE""".split("\\s+", -1));

    private Spelling() {}

    /** The nearest keywords, the nearest first; none if the word is a keyword itself or unlike any. */
    static List<String> near(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (KEYWORDS.contains(upper)) {
            return List.of();
        }
        List<String> near = NearestWord.among(KEYWORDS, upper);
        return near.subList(0, Math.min(MOST, near.size()));
    }
}
