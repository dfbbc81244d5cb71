package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static final int TERMS = 5_000;

    private static String chain(String operator, String... terms) {
        return IntStream.range(0, TERMS)
                .mapToObj(i -> terms[i % terms.length].replace("#", String.valueOf(i)))
                .collect(Collectors.joining(operator));
    }

    private static List<String> terms(SqlNode node, SqlKind kind) {
        List<String> terms = new ArrayList<>();
        collect(node, kind, terms);
        return terms;
    }

    private static void collect(SqlNode node, SqlKind kind, List<String> terms) {
        if (node.getKind() == kind) {
            ((SqlCall) node).getOperandList().forEach(operand -> collect(operand, kind, terms));
        } else {
            terms.add(node.toString());
        }
    }

    private static int depth(SqlNode node, SqlKind kind) {
        return node.getKind() != kind
                ? 0
                : 1
                        + ((SqlCall) node)
                                .getOperandList().stream()
                                        .mapToInt(operand -> depth(operand, kind))
                                        .max()
                                        .orElse(0);
    }

    @Test
    void longChainIsWideAndKeepsItsTermsInOrder() {
        SqlNode any = SqlParsing.parseExpression(chain(" OR ", "a = #", "b IS DISTINCT FROM #", "NOT c"));
        assertThat(terms(any, SqlKind.OR)).hasSize(TERMS).startsWith("`a` = 0", "`b` IS DISTINCT FROM 1", "NOT `c`");
        assertThat(terms(any, SqlKind.OR).get(3_000)).isEqualTo("`a` = 3000");
        assertThat(depth(any, SqlKind.OR)).isLessThan(100);
    }

    @Test
    void andOfBetweenIsNoTerm() {
        SqlNode all =
                SqlParsing.parseExpression(chain(" AND ", "a BETWEEN # AND # + 1", "b NOT BETWEEN 1 AND 2", "c > #"));
        assertThat(terms(all, SqlKind.AND))
                .hasSize(TERMS)
                .startsWith("`a` BETWEEN ASYMMETRIC 0 AND 0 + 1", "`b` NOT BETWEEN ASYMMETRIC 1 AND 2", "`c` > 2");
        assertThat(depth(all, SqlKind.AND)).isLessThan(100);
    }

    @Test
    void andBindsMoreThanOrInBranchesToo() {
        String branches = chain(" OR ", "CASE WHEN a = # OR b = 1 THEN c AND d ELSE e OR f END", "a AND b", "c");
        List<String> terms = terms(SqlParsing.parseExpression(branches), SqlKind.OR);
        assertThat(terms).hasSize(TERMS);
        assertThat(terms.get(4)).isEqualTo("`a` AND `b`");
        assertThat(terms.get(3).replaceAll("\\s+", " "))
                .isEqualTo("CASE WHEN `a` = 3 OR `b` = 1 THEN `c` AND `d` ELSE `e` OR `f` END");
    }
}
