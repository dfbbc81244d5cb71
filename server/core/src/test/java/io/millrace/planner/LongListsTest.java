package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.QueryStatement;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of thousands of values are planned at once. */
class LongListsTest {

    private static PlannedQuery plan(String sql) {
        QueryStatement query = (QueryStatement) SqlParsing.parseStatement(sql).statement();
        return new Planner().plan(query, NexmarkCatalog.create(), PlanMode.RESULT);
    }

    private static String list(String quote) {
        return IntStream.range(0, 2_000).mapToObj(i -> quote + i * 2 + quote).collect(Collectors.joining(", "));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longListIsOneSearch() {
        for (String condition : new String[] {
            "price IN (" + list("") + ")",
            "price NOT IN (" + list("") + ")",
            "auction > 7 AND EXISTS (SELECT 1 FROM auction a WHERE a.id = b.auction AND a.seller IN (" + list("")
                    + "))",
        }) {
            String graph = GraphPrinter.print(
                    plan("SELECT price FROM bid b WHERE " + condition).root());
            assertThat(graph).contains("3998").doesNotContain(" OR ");
        }
    }
}
