package io.millrace.app.fuzz;

import java.util.List;
import java.util.StringJoiner;

/**
 * Each kind of condition over each kind of sub-query at each place, one after the other: over a small relation that has each combination of equal
 * values, unequal ones and nulls, so that each answer depends on what is special about the kind. What a seed decides is where to go on.
 */
final class Corners implements Subject {

    private static final int QUERIES_OF_A_SEED = 12;

    /** How far apart queries are that follow on each other: without a divisor in common with how many there are. */
    private static final long STRIDE = 7_919;

    /** Over a row {@code x} and a sub-query of one column. */
    private static final List<String> CONDITIONS = List.of(
            "x.a IN (%s)",
            "x.a NOT IN (%s)",
            "EXISTS (%s)",
            "NOT EXISTS (%s)",
            "x.a = ALL (%s)",
            "x.a <> ALL (%s)",
            "x.a < ALL (%s)",
            "x.a >= ALL (%s)",
            "x.a = ANY (%s)",
            "x.a <> ANY (%s)",
            "x.a <= ANY (%s)",
            "x.a > ANY (%s)",
            "(SELECT MAX(s) FROM (%s) AS q (s)) > x.a",
            "(SELECT COUNT(s) FROM (%s) AS q (s)) = x.a",
            "(SELECT COUNT(*) FROM (%s) AS q (s)) > 1",
            "(SELECT s FROM (%s) AS q (s) ORDER BY s NULLS LAST LIMIT 1 OFFSET 1) IS NULL",
            "(SELECT SUM(r) FROM (SELECT COUNT(*) OVER (PARTITION BY s) AS r FROM (%s) AS q (s)) AS p) > x.a",
            "x.a = x.b",
            "x.a < x.b");

    /** Over a row {@code x}; the relations are {@code c}, {@code d} and, without rows, {@code e}. */
    private static final List<String> SUB_QUERIES = List.of(
            "SELECT y.a FROM d y",
            "SELECT y.k FROM d y",
            "SELECT y.a FROM e y",
            "SELECT y.a FROM d y WHERE y.a IS NOT NULL",
            "SELECT y.a FROM c y WHERE y.b = x.b",
            "SELECT y.a FROM c y WHERE y.b IS NOT DISTINCT FROM x.b",
            "SELECT y.a FROM c y WHERE y.b < x.b",
            "SELECT y.a FROM c y WHERE y.a > x.b AND y.b = 1",
            "SELECT y.a FROM d y WHERE x.b = 1",
            "SELECT x.b",
            "SELECT x.b FROM d y WHERE y.k = x.b",
            "SELECT COALESCE(y.a, x.b) FROM d y",
            "SELECT COUNT(y.a) FROM c y WHERE y.b = x.b",
            "SELECT MAX(y.a) FROM c y WHERE y.b = x.b",
            "SELECT COUNT(*) FROM c y WHERE y.b = x.b HAVING COUNT(*) > 3",
            "SELECT COUNT(*) FROM d y HAVING x.b > 1",
            "SELECT COUNT(y.a) FROM d y GROUP BY ROLLUP (y.a) HAVING CHAR_LENGTH('ab') > 2",
            "SELECT MAX(y.b) FROM c y WHERE y.a = x.a GROUP BY y.a",
            "SELECT y.a FROM c y WHERE y.b = x.b UNION SELECT y.k FROM d y WHERE y.a = x.a",
            "SELECT y.a FROM c y WHERE y.b = x.b EXCEPT SELECT y.k FROM d y",
            "SELECT y.a FROM c y WHERE y.b = x.b INTERSECT SELECT y.a FROM d y WHERE y.k > x.a",
            "SELECT y.a FROM c y WHERE y.b IN (SELECT z.a FROM d z WHERE z.k = x.a)",
            "SELECT y.a FROM c y WHERE NOT EXISTS (SELECT 1 FROM d z WHERE z.a = y.a AND z.k = x.b)",
            "SELECT y.a FROM c y WHERE y.b = (SELECT MAX(z.k) FROM d z WHERE z.a = x.a AND z.a >= y.a)",
            "SELECT z.a FROM c y LEFT JOIN d z ON z.k = y.a AND z.a = x.a WHERE y.b = x.b",
            "SELECT z.a FROM c y FULL JOIN d z ON z.a = y.b AND y.a = x.a",
            "SELECT DISTINCT y.b FROM c y WHERE y.a = x.a");

    /** For a condition over a row {@code x} of {@code c}. */
    private static final List<String> PLACES = List.of(
            "SELECT x.k, %s AS v FROM c x",
            "SELECT x.k FROM c x WHERE %s",
            "SELECT x.k FROM c x WHERE NOT (%s)",
            "SELECT x.k FROM c x WHERE (%s) IS NULL",
            "SELECT x.k FROM c x WHERE (%s) IS NOT TRUE",
            "SELECT x.k FROM c x WHERE x.b = 2 OR %s",
            "SELECT x.k, CASE WHEN %s THEN 1 WHEN x.b = 1 THEN 2 ELSE 3 END AS v FROM c x",
            "SELECT x.k, CASE WHEN CASE WHEN %s THEN NULL ELSE x.b = 1 END THEN 1 ELSE 0 END AS v FROM c x",
            "SELECT x.k FROM c x WHERE CASE WHEN CASE WHEN %s THEN x.b = 1 END THEN FALSE ELSE TRUE END",
            "SELECT x.k FROM c x WHERE NOT COALESCE(CASE WHEN %s THEN x.b = 1 ELSE x.b <> 1 END, x.a = 2)",
            "SELECT x.k, CASE WHEN CASE WHEN TRUE THEN CASE WHEN x.a < x.b THEN x.b IS NOT NULL ELSE FALSE END ELSE x.a IS NULL END"
                    + " THEN x.a = 1 ELSE x.a <> 2 END AS v, %s AS w FROM c x",
            "SELECT x.k, COALESCE(%s, x.b = 1) AS v FROM c x",
            "SELECT x.a, x.b, COUNT(*) AS n, %s AS v FROM c x GROUP BY x.a, x.b",
            "SELECT x.b, COUNT(*) AS n FROM c x GROUP BY x.b, x.a HAVING %s",
            "SELECT x.b, SUM(z.k) AS n FROM d z JOIN c x ON z.k <= x.k GROUP BY x.b, x.a HAVING %s",
            "SELECT x.b, x.a, COUNT(z.a) AS n, %s AS v FROM d z JOIN c x ON z.k = x.b GROUP BY x.b, x.a",
            "SELECT z.k, x.k AS v FROM d z LEFT JOIN c x ON x.k = z.k WHERE %s",
            "SELECT z.k, %s AS v FROM d z LEFT JOIN c x ON x.a = z.k AND x.b = 1",
            "SELECT COUNT(*) AS n, MIN(x.k) AS v FROM c x WHERE %s HAVING COUNT(*) <> 2",
            "SELECT r.k, r.v FROM (SELECT x.k, %s AS v, COUNT(*) OVER (PARTITION BY x.b) AS n FROM c x) r WHERE r.n > 2",
            "SELECT x.a AS v FROM c x WHERE %s UNION SELECT x.b FROM c x WHERE x.a = 1",
            "SELECT z.k, l.v FROM d z CROSS JOIN LATERAL (SELECT x.k AS v FROM c x WHERE x.a = z.a AND %s) l",
            "SELECT z.k, (SELECT MIN(x.k) FROM c x WHERE x.b = z.a AND %s) AS v FROM d z",
            "SELECT z.k FROM d z WHERE NOT EXISTS (SELECT 1 FROM c x WHERE x.b = z.k AND %s)");

    private static final List<String> VALUES = List.of("NULL", "1", "2", "3");

    private static final List<String> ROWS_OF_TABLE =
            List.of("(1, 1), (2, 3), (9, 2)", "(3, 2), (5, 1)", "(4, NULL), (6, 1)");

    private final long seed;
    private long next;
    private int batches;

    Corners(long seed) {
        this.seed = seed;
        this.next = seed * QUERIES_OF_A_SEED;
    }

    @Override
    public List<String> definitions() {
        return List.of(
                "CREATE STREAM " + name("c") + " (k INT NOT NULL, a INT, b INT)",
                "CREATE TABLE " + name("d") + " (k INT PRIMARY KEY, a INT)",
                "CREATE STREAM " + name("e") + " (a INT)");
    }

    private String name(String relation) {
        return relation + seed;
    }

    @Override
    public String query() {
        long all = (long) CONDITIONS.size() * SUB_QUERIES.size() * PLACES.size();
        int number = (int) (next++ * STRIDE % all);
        String condition = CONDITIONS.get(number % CONDITIONS.size());
        String subQuery = SUB_QUERIES.get(number / CONDITIONS.size() % SUB_QUERIES.size());
        String place = PLACES.get(number / CONDITIONS.size() / SUB_QUERIES.size());
        String query = place.formatted(condition.formatted(subQuery));
        return query.replaceAll("\\b(FROM|JOIN) ([cde])\\b", "$1 $2" + seed);
    }

    @Override
    public List<String> batch() {
        int number = batches++;
        StringJoiner pairs = new StringJoiner(", ");
        for (int k = 0; k < VALUES.size() * VALUES.size(); k++) {
            if (k % 3 == number % 3) {
                pairs.add("(" + k + ", " + VALUES.get(k / VALUES.size()) + ", " + VALUES.get(k % VALUES.size()) + ")");
            }
        }
        return List.of(
                "INSERT INTO " + name("c") + " VALUES " + pairs,
                "INSERT INTO " + name("d") + " VALUES " + ROWS_OF_TABLE.get(number));
    }

    @Override
    public List<String> changes() {
        return batches == 2
                ? List.of(
                        "UPDATE " + name("d") + " SET a = NULL WHERE k = 2",
                        "DELETE FROM " + name("d") + " WHERE k IN (SELECT k FROM " + name("c") + " WHERE a > b)")
                : List.of();
    }
}
