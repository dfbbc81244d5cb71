package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.tree.SqlSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RejectedStatementsTest {
    @TestFactory
    Stream<DynamicTest> errorsAreThoseOfTheGoldenFile() {
        return GoldenFile.run("rejected/all.txt", RejectedStatementsTest::error).stream()
                .map(outcome -> DynamicTest.dynamicTest(
                        outcome.block().input(),
                        () -> assertThat(outcome.actual())
                                .isEqualTo(outcome.block().expected())
                                .doesNotContain("<", "calcite", "java.")));
    }

    /** The part of the last line at fault, and the message. */
    private static String error(String sql) {
        try {
            return "accepted: " + SqlParsing.parseStatement(sql).statement();
        } catch (SqlSyntaxException e) {
            String line = sql.split("\n", -1)[e.line() - 1];
            String fault = e.endLine() == e.line() && e.endColumn() <= line.length()
                    ? line.substring(e.column() - 1, e.endColumn())
                    : "";
            return "^" + fault + "^ " + e.getMessage();
        }
    }
}
