package io.millrace.planner.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.planner.typing.Template.Claim;
import io.millrace.planner.validation.MillraceOperators;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlAggFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of every aggregate and window function, while rows come and go: values are of their types, exact, and those of the rows left. */
class AggregateTypesTest {

    private static final List<String> GROUPS = List.of(
            "SELECT g, # AS r FROM t GROUP BY g",
            "SELECT # AS r FROM t",
            "SELECT g, # FILTER (WHERE b) AS r FROM t GROUP BY g",
            "SELECT g, # AS r FROM t GROUP BY ROLLUP (g)",
            "SELECT # AS r FROM t WHERE FALSE");
    private static final List<String> FRAMES = List.of(
            "SELECT k, # OVER (PARTITION BY g ORDER BY k) AS r FROM t",
            "SELECT k, # OVER (PARTITION BY g ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS r FROM t",
            "SELECT k, # OVER (PARTITION BY g ORDER BY k ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS r FROM t",
            "SELECT k, # OVER (ORDER BY k RANGE BETWEEN 3 FOLLOWING AND 5 FOLLOWING) AS r FROM t");

    @Test
    void everyAggregateIsCovered() {
        Set<String> registered = MillraceOperators.table().getOperatorList().stream()
                .filter(SqlAggFunction.class::isInstance)
                .map(operator -> operator.getName().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = Stream.of("aggregates.txt", "windows.txt")
                .flatMap(file -> Template.read(file).stream())
                .map(template -> template.operator().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).as("aggregates.txt and windows.txt").isEqualTo(registered);
    }

    @Test
    void aggregatesGiveWhatTheirTypesSay() {
        check("aggregates.txt", GROUPS, Integer.getInteger("cases", 1), Long.getLong("seed", 1));
    }

    @Test
    void windowFunctionsGiveWhatTheirTypesSay() {
        check("windows.txt", FRAMES, Integer.getInteger("cases", 1), Long.getLong("seed", 1));
    }

    @Test
    @Tag("slow")
    void aggregatesGiveWhatTheirTypesSayForManyRows() {
        check("aggregates.txt", GROUPS, Integer.getInteger("cases", 20), Long.getLong("seed", 1_000));
        check("windows.txt", FRAMES, Integer.getInteger("cases", 20), Long.getLong("seed", 1_000));
    }

    private static void check(String file, List<String> forms, int cases, long seed) {
        AggregateCheck check = new AggregateCheck(forms, cases, seed);
        Template.read(file).stream()
                .filter(template -> template.claim() != Claim.NO)
                .filter(template -> template.operator().matches(System.getProperty("operators", ".*")))
                .forEach(check::check);
        System.out.println(file + ": " + check.compared() + " results compared");
        assertThat(check.findings().all()).isEmpty();
    }
}
