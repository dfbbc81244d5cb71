package io.millrace.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScriptPartsTest {

    @Test
    void statementsAreCutAtSemicolons() {
        assertThat(ScriptParts.of("SELECT 1;\n  SELECT 2 ;SELECT 3"))
                .containsExactly(
                        new SqlText("SELECT 1", 1, 1), new SqlText("SELECT 2", 2, 3), new SqlText("SELECT 3", 2, 13));
    }

    @Test
    void semicolonsInQuotesDoNotCut() {
        assertThat(ScriptParts.of("SELECT 'a;b''c;' AS \"x;\"\"y\"; SELECT 2"))
                .extracting(part -> ((SqlText) part).text())
                .containsExactly("SELECT 'a;b''c;' AS \"x;\"\"y\"", "SELECT 2");
    }

    @Test
    void semicolonsInCommentsDoNotCut() {
        assertThat(ScriptParts.of("SELECT 1 -- one; 'two\n + /* ; ' */ 2; SELECT 3"))
                .extracting(part -> ((SqlText) part).text())
                .containsExactly("SELECT 1 -- one; 'two\n + /* ; ' */ 2", "SELECT 3");
    }

    @Test
    void longScriptIsCutInOneGo() {
        String script = "INSERT INTO t VALUES (1, 'a text of some length');\n".repeat(40_000);
        List<ScriptPart> parts = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ScriptParts.of(script));
        assertThat(parts).hasSize(40_000);
        assertThat(((SqlText) parts.get(39_999)).line()).isEqualTo(40_000);
        String line = "SELECT 1; ".repeat(40_000);
        parts = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ScriptParts.of(line));
        assertThat(parts.get(39_999)).isEqualTo(new SqlText("SELECT 1", 1, 399_991));
    }

    @Test
    void piecesWithoutStatementAreLeftOut() {
        assertThat(ScriptParts.of(" ;; -- nothing\n/* here */;\n")).isEmpty();
    }

    @Test
    void inputIsCompleteAfterItsLastSemicolon() {
        assertThat(ScriptParts.isComplete("SELECT 1;")).isTrue();
        assertThat(ScriptParts.isComplete("SELECT 1; -- done")).isTrue();
        assertThat(ScriptParts.isComplete("")).isTrue();
        assertThat(ScriptParts.isComplete("SELECT 1")).isFalse();
        assertThat(ScriptParts.isComplete("SELECT 1; SELECT")).isFalse();
        assertThat(ScriptParts.isComplete("SELECT ';")).isFalse();
        assertThat(ScriptParts.isComplete("SELECT 1 /* ;")).isFalse();
    }

    @Test
    void commandsReachToTheEndOfTheirLineOrToTheNextOne() {
        assertThat(ScriptParts.of("SELECT 1;\n\\d 'a\\b' x\nSELECT 2; \\x \\timing on \\\\ SELECT 3"))
                .containsExactly(
                        new SqlText("SELECT 1", 1, 1),
                        new CommandText("\\d 'a\\b' x", 2, Optional.empty()),
                        new SqlText("SELECT 2", 3, 1),
                        new CommandText("\\x", 3, Optional.empty()),
                        new CommandText("\\timing on", 3, Optional.empty()),
                        new SqlText("SELECT 3", 3, 28));
    }

    @Test
    void commandEndsAStatement() {
        assertThat(ScriptParts.of("SELECT 1\n\\gx"))
                .containsExactly(new CommandText("\\gx", 2, Optional.of(new SqlText("SELECT 1", 1, 1))));
        assertThat(ScriptParts.isComplete("SELECT 1 \\g")).isTrue();
        assertThat(ScriptParts.isComplete("\\d")).isTrue();
        assertThat(ScriptParts.isComplete("SELECT '\\g")).isFalse();
    }
}
