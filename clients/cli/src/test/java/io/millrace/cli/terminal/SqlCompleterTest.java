package io.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the place of the cursor, a bar in these texts, says. */
final class SqlCompleterTest {

    private static final Set<String> KEYWORDS =
            Set.of("SELECT", "FROM", "JOIN", "WHERE", "ON", "AND", "ORDER", "BY", "GROUP", "SET");

    private static CursorPlace place(String text) {
        int cursor = text.indexOf('|');
        return new CursorPlace(TypedText.of(text.replace("|", ""), cursor));
    }

    private static Map<String, String> relations(String text) {
        return place(text).relations(KEYWORDS::contains).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().schema() + "."
                                + entry.getValue().name()));
    }

    @Test
    void relationsAreExpectedBehindSomeWords() {
        for (String text : new String[] {
            "SELECT a FROM |", "SELECT a FROM or|", "SELECT 1; SELECT * FROM a JOIN c|", "SELECT * FROM a, |",
                    "INSERT INTO |",
            "DROP MATERIALIZED VIEW |", "UPDATE |", "DESCRIBE |", "SELECT * FROM TABLE(TUMBLE(TABLE |",
                    "SELECT * FROM sys.|",
            "DROP STREAM IF EXISTS |"
        }) {
            assertThat(place(text).isRelation()).as(text).isTrue();
        }
        for (String text : new String[] {
            "|",
            "SELECT |",
            "SELECT a FROM b |",
            "SELECT a, | FROM b",
            "CREATE STREAM |",
            "SELECT f(a, |",
            "SELECT * FROM a WHERE a.|"
        }) {
            assertThat(place(text).isRelation()).as(text).isFalse();
        }
    }

    @Test
    void relationsAreKnownByWhatTheStatementCallsThem() {
        assertThat(relations("SELECT | FROM orders AS o JOIN sys.queries q ON o.x = 1 WHERE true"))
                .isEqualTo(Map.of("o", ".orders", "q", "sys.queries"));
        assertThat(relations("SELECT 1 FROM x; SELECT * FROM orders, \"My Table\" WHERE |"))
                .isEqualTo(Map.of("orders", ".orders", "my table", ".My Table"));
        assertThat(relations("UPDATE prices SET |")).isEqualTo(Map.of("prices", ".prices"));
    }

    @Test
    void namesBeforeTheDotQualifyIt() {
        assertThat(place("SELECT o.| FROM orders o").qualifiers()).containsExactly("o");
        assertThat(place("SELECT * FROM sys.queries WHERE sys.queries.na|").qualifiers())
                .containsExactly("sys", "queries");
        assertThat(place("SELECT * FROM sys.|").qualifiers()).containsExactly("sys");
    }

    @Test
    void nothingIsExpectedInTextsAndComments() {
        assertThat(place("SELECT 'FROM |").isInText()).isTrue();
        assertThat(place("SELECT 'FROM | ' FROM x").isInText()).isTrue();
        assertThat(place("SELECT /* FROM | */ x").isInText()).isTrue();
        assertThat(place("SELECT 'x' |").isInText()).isFalse();
    }

    @Test
    void settingsAreExpectedBehindSet() {
        assertThat(place("SET |").isSetting()).isTrue();
        assertThat(place("SET batch.in|").isSetting()).isTrue();
        assertThat(place("SET x = |").isSetting()).isFalse();
    }
}
