package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plans representative queries once, so that the machinery behind the planner is loaded and compiled. */
final class WarmUp {

    private static final List<String> QUERIES = List.of(
            "SELECT k, COUNT(*), SUM(v) FROM t WHERE v > 10 AND s LIKE 'a%' GROUP BY k ORDER BY k LIMIT 10",
            "SELECT a.k, b.v FROM t AS a JOIN t AS b ON a.k = b.k WHERE a.ts > TIMESTAMP '2001-01-01 00:00:00'",
            "SELECT k, window_end, MAX(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY k, window_end",
            "VALUES (1, 'a')",
            "SELECT k FROM t WHERE k IN (" + numbers() + ")");

    /** Enough of them that the code for long lists is compiled. */
    private static String numbers() {
        return IntStream.range(0, 500).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }

    private WarmUp() {}

    static void run(Planner planner) {
        RowType row = RowType.of(
                new Field("k", Type.INTEGER, false),
                new Field("v", Type.BIGINT, true),
                new Field("s", Type.VARCHAR, true),
                new Field("ts", Type.TIMESTAMP, false));
        Catalog catalog = Catalog.empty().with(new SystemRelation(RelationName.of("t"), row));
        for (String query : QUERIES) {
            QueryStatement statement =
                    (QueryStatement) SqlParsing.parseStatement(query).statement();
            planner.plan(statement, catalog, PlanMode.RESULT);
        }
    }
}
