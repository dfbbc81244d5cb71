package io.millrace.planner.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.planner.typing.Template.Claim;
import io.millrace.planner.validation.MillraceOperators;
import io.millrace.session.system.FunctionList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTableFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of every function and operator: what it gives is of its declared type, is not NULL where that is excluded, and is the same for
 * constants as for columns.
 */
class FunctionTypesTest {

    /** Names of the standard that are reserved words, so that only quotes make functions of them; and the one that is TRANSLATE3. */
    private static final Set<String> NOT_CALLED = Set.of("CONTAINS", "TRANSLATE", "ROW", "MAP");

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
    void everyFunctionThatCanBeCalledIsListed() {
        Set<String> refused = Template.read("functions.txt").stream()
                .collect(Collectors.groupingBy(Template::operator, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .filter(templates -> templates.getValue().stream()
                        .allMatch(template -> template.claim() == Claim.NO || template.claim() == Claim.REFUSED))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> callable = MillraceOperators.table().getOperatorList().stream()
                .filter(operator -> operator instanceof SqlFunction && !(operator instanceof SqlAggFunction))
                .filter(operator -> !(operator instanceof SqlTableFunction))
                .map(SqlOperator::getName)
                .filter(name ->
                        name.matches("[A-Z][A-Z0-9_]*") && !refused.contains(name) && !NOT_CALLED.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = FunctionList.entries().stream()
                .filter(entry -> entry.kind().equals("scalar"))
                .map(FunctionList.Entry::name)
                .filter(name -> !NOT_CALLED.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).as("functions.txt of SHOW FUNCTIONS").isEqualTo(callable);
    }

    @Test
    void everyAggregateIsListed() {
        Set<String> listed = FunctionList.entries().stream()
                .filter(entry -> entry.kind().equals("aggregate"))
                .map(FunctionList.Entry::name)
                .filter(name -> !name.startsWith("GROUP") || name.equals("GROUP_CONCAT"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(new TreeSet<>(MillraceOperators.aggregateNames()));
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
