package io.millrace.planner.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.planner.typing.Template.Claim;
import io.millrace.planner.validation.MillraceOperators;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlAggFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of every function and operator: what it gives is of its declared type, is not NULL where that is excluded, and is the same for
 * constants as for columns.
 */
class FunctionTypesTest {

    @Test
    void everyOperatorIsCovered() {
        Set<String> registered = MillraceOperators.table().getOperatorList().stream()
                .filter(operator -> !(operator instanceof SqlAggFunction))
                .map(operator -> operator.getName().toUpperCase(Locale.ROOT).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = Template.read("functions.txt").stream()
                .map(template -> template.operator().toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).as("functions.txt").isEqualTo(registered);
    }

    @Test
    void functionsGiveWhatTheirTypesSay() {
        check(Integer.getInteger("cases", 0), Long.getLong("seed", 1));
    }

    @Test
    @Tag("slow")
    void functionsGiveWhatTheirTypesSayForManyArguments() {
        check(Integer.getInteger("cases", 5), Long.getLong("seed", 1_000));
    }

    private static void check(int cases, long seed) {
        TemplateCheck check = new TemplateCheck(cases, seed);
        Template.read("functions.txt").stream()
                .filter(template -> template.claim() != Claim.NO)
                .filter(template -> template.operator().matches(System.getProperty("operators", ".*")))
                .forEach(check::check);
        System.out.println(check.summary());
        assertThat(check.findings()).isEmpty();
    }
}
