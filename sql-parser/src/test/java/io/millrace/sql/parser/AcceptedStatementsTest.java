package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.TreeText;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedStatementsTest {
    @TestFactory
    Stream<DynamicTest> statementsGiveTheTreesOfTheGoldenFiles() {
        return Stream.of("create", "change", "look", "session", "queries", "windows", "names", "expressions")
                .flatMap(topic ->
                        GoldenFile.run("accepted/" + topic + ".txt", AcceptedStatementsTest::canonical).stream())
                .map(outcome -> DynamicTest.dynamicTest(outcome.block().input(), () -> {
                    assertThat(outcome.actual()).isEqualTo(outcome.block().expected());
                    String text = text(outcome.actual());
                    assertThat(canonical(text)).as("parsed again").isEqualTo(outcome.actual());
                    assertThat(withoutStream(text)).as("for validation").isEqualTo(text.replace(" STREAM ", " "));
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1;", "SELECT 1 ; -- end", "/* a */ SELECT 1 // b\n;\n", "\tSELECT\r\n1\r\n"})
    void blanksCommentsAndTheLastSemicolonDoNotMatter(String sql) {
        assertThat(canonical(sql)).isEqualTo("QueryStatement: SELECT 1");
    }

    private static String canonical(String sql) {
        try {
            var node = SqlParsing.parseStatement(sql).statement();
            return node.getClass().getSimpleName() + ": " + node;
        } catch (SqlSyntaxException e) {
            return "rejected: " + e.getMessage();
        }
    }

    /** The statement as Calcite's validator gets it, or the text if the validator does not. */
    private static String withoutStream(String sql) {
        Statement statement = SqlParsing.parseStatement(sql).statement();
        if (statement instanceof QueryStatement query) {
            return TreeText.of(query.batchQuery()) + emit(query);
        }
        if (statement instanceof InsertStatement insert) {
            return TreeText.of(insert.batchInsert())
                    + emit(insert.source())
                    + insert.onConflict().map(conflict -> " " + conflict).orElse("")
                    + insert.returning().map(returning -> " " + returning).orElse("");
        }
        return sql.replace(" STREAM ", " ");
    }

    private static String emit(QueryStatement query) {
        return query.emit().map(emit -> " " + emit).orElse("");
    }

    private static String text(String canonical) {
        return canonical.substring(canonical.indexOf(": ") + 2);
    }
}
