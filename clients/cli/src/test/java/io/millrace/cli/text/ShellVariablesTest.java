package io.millrace.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellVariablesTest {

    private final ShellVariables variables = new ShellVariables();

    ShellVariablesTest() {
        variables.set("n", "7");
        variables.set("name", "O'Hara \"x\"");
    }

    @Test
    void valuesStandInThePlacesOfVariables() {
        assertThat(variables.substitute("SELECT :n, :'name' AS :\"name\", :n+:n"))
                .isEqualTo("SELECT 7, 'O''Hara \"x\"' AS \"O'Hara \"\"x\"\"\", 7+7");
    }

    @Test
    void whatIsNoVariableStays() {
        String sql = "SELECT ':n', \":n\", v:n, (v):n, a[1]:n, x::n, :other, :'other' -- :n\n /* :n */ , TIME '10:n'";
        assertThat(variables.substitute(sql)).isEqualTo(sql);
    }

    @Test
    void wordsOfACommandMayBeQuotedOrVariables() {
        assertThat(CommandWords.of("\\set a :n 'it''s :n' \"My Table\" b:n :'name'", variables))
                .containsExactly("\\set", "a", "7", "it's :n", "\"My Table\"", "b:n", "'O''Hara \"x\"'");
        assertThat(CommandWords.of("  ", variables)).isEqualTo(List.of());
    }
}
