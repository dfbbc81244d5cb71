package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
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

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandValuesAreOneSearchWhereverTheyStand() {
        String numbers = IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String texts = IntStream.range(0, 10_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(", "));
        for (String query : new String[] {
            "SELECT price FROM bid WHERE price IN (" + numbers + ")",
            "SELECT price IN (" + numbers + ") FROM bid",
            "SELECT channel NOT IN (" + texts + ") FROM bid",
        }) {
            assertThat(GraphPrinter.print(plan(query).root())).contains("9999").doesNotContain(" OR ", " AND ");
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void listsOfDifferentTypesBesideVariantsArePlanned() {
        for (String in : new String[] {" IN (", " NOT IN ("}) {
            String query = "SELECT PARSE_JSON(channel)" + in + list("") + ", " + list("'") + ") FROM bid";
            assertThat(GraphPrinter.print(plan(query).root())).contains("3998", "'3998'");
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void valuesOfOtherScalesAreOneSearch() {
        String numbers = IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        for (String query : new String[] {
            "SELECT CAST(price AS DECIMAL(5, 2)) IN (" + numbers + ") FROM bid",
            "SELECT CAST(price AS DECIMAL(38, 38)) NOT IN (" + numbers + ") FROM bid",
            "SELECT price NOT IN (" + numbers.replace(",", ".5,") + ") FROM bid",
        }) {
            assertThat(GraphPrinter.print(plan(query).root())).contains("999").doesNotContain(" OR ", " AND ");
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void chainsOfThousandsOfTermsArePlanned() {
        for (String chain : new String[] {
            chain(" OR ", "(price = # AND auction = #)"),
            chain(" AND ", "(price <> # OR auction = #)"),
            chain(" AND ", "price <> #")
        }) {
            assertThat(plan("SELECT price FROM bid WHERE " + chain).rowType().size())
                    .isEqualTo(1);
            assertThat(plan("SELECT " + chain + " FROM bid").rowType().size()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void chainsOfThousandsOfUnionsArePlanned() {
        for (String chain : new String[] {
            chain(1_000, " UNION ALL ", "SELECT # AS n, 'x' AS t"),
            "SELECT n FROM (" + chain(500, " UNION ", "SELECT # AS n") + ")",
            "SELECT price AS n FROM bid" + " UNION ALL SELECT auction FROM bid".repeat(1_000)
        }) {
            assertThat(plan(chain).rowType().field(0).name()).isEqualTo("n");
        }
    }

    private static String chain(String operator, String term) {
        return chain(6_000, operator, term);
    }

    private static String chain(int terms, String operator, String term) {
        return IntStream.range(0, terms)
                .mapToObj(i -> term.replace("#", String.valueOf(i)))
                .collect(Collectors.joining(operator));
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void equalExpressionsAreNotReplacedByEachOtherForEver() {
        assertThat(plan("select * from (values (4, 5)) as t(c, d)"
                                + " cross join lateral (select c, a*c as f from (values 2) as s(a) where c+d=a*c)")
                        .rowType()
                        .size())
                .isEqualTo(4);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void manyJoinsAreNoMoreThanTheirNumber() {
        String joins = IntStream.range(1, 30)
                .mapToObj(i -> " JOIN bid b" + i + " ON b" + i + ".auction = b" + (i - 1) + ".auction")
                .collect(Collectors.joining());
        assertThat(plan("SELECT b0.price FROM bid b0" + joins).rowType().size()).isEqualTo(1);
    }
}
