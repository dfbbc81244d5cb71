package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatementSplitterTest {

    @Test
    void statementsAreCutAtSemicolons() {
        assertThat(StatementSplitter.split("SELECT 1;\n  SELECT 2 ;SELECT 3"))
                .containsExactly(
                        new SqlText("SELECT 1", 1, 1), new SqlText("SELECT 2", 2, 3), new SqlText("SELECT 3", 2, 13));
    }

    @Test
    void semicolonsInQuotesDoNotCut() {
        assertThat(StatementSplitter.split("SELECT 'a;b''c;' AS \"x;\"\"y\"; SELECT 2"))
                .extracting(SqlText::text)
                .containsExactly("SELECT 'a;b''c;' AS \"x;\"\"y\"", "SELECT 2");
    }

    @Test
    void semicolonsInCommentsDoNotCut() {
        assertThat(StatementSplitter.split("SELECT 1 -- one; 'two\n + /* ; ' */ 2; SELECT 3"))
                .extracting(SqlText::text)
                .containsExactly("SELECT 1 -- one; 'two\n + /* ; ' */ 2", "SELECT 3");
    }

    @Test
    void piecesWithoutStatementAreLeftOut() {
        assertThat(StatementSplitter.split(" ;; -- nothing\n/* here */;\n")).isEmpty();
    }

    @Test
    void inputIsCompleteAfterItsLastSemicolon() {
        assertThat(StatementSplitter.isComplete("SELECT 1;")).isTrue();
        assertThat(StatementSplitter.isComplete("SELECT 1; -- done")).isTrue();
        assertThat(StatementSplitter.isComplete("")).isTrue();
        assertThat(StatementSplitter.isComplete("SELECT 1")).isFalse();
        assertThat(StatementSplitter.isComplete("SELECT 1; SELECT")).isFalse();
        assertThat(StatementSplitter.isComplete("SELECT ';")).isFalse();
        assertThat(StatementSplitter.isComplete("SELECT 1 /* ;")).isFalse();
    }
}
