package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the standard has and the grammar has not: where it is recognized, the error says what to write instead. */
final class MissingSyntax implements GeneratedSqlParserConstants {

    private static final Set<String> FRAME_BOUNDS = Set.of("BETWEEN", "UNBOUNDED", "CURRENT");

    private final List<Token> tokens;
    private final int at;

    /** @param at where the grammar gave up */
    MissingSyntax(List<Token> tokens, int at) {
        this.tokens = tokens;
        this.at = at;
    }

    /** What to write instead, if this is known. */
    Optional<String> remedy() {
        if (is(at, "GROUPS") && (isBound(at + 1))) {
            return Optional.of("GROUPS counts by whole numbers; write GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW");
        }
        if (is(at, "OVER") && (is(at - 1, "LAST") || is(at - 1, "FIRST")) && is(at - 2, "FROM")) {
            return Optional.of("FROM " + word(at - 1) + " belongs to NTH_VALUE(x, n) only");
        }
        if (is(at, "ORDER") && is(at + 1, "BY")) {
            return function()
                    .map(name -> "ORDER BY cannot stand inside " + name + "(…); write " + name
                            + "(…) WITHIN GROUP (ORDER BY …)");
        }
        return Optional.empty();
    }

    private boolean isBound(int index) {
        return index < tokens.size()
                && (FRAME_BOUNDS.contains(word(index))
                        || tokens.get(index).kind == UNSIGNED_INTEGER_LITERAL
                        || is(index, "INTERVAL"));
    }

    /** The name before the parenthesis that is open where the grammar gave up. */
    private Optional<String> function() {
        int closed = 0;
        for (int i = at - 1; i > 0; i--) {
            closed += tokens.get(i).kind == RPAREN ? 1 : 0;
            if (tokens.get(i).kind == LPAREN && closed-- == 0) {
                return Tokens.isWord(tokens.get(i - 1)) ? Optional.of(word(i - 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean is(int index, String word) {
        return index >= 0 && index < tokens.size() && word(index).equals(word);
    }

    private String word(int index) {
        return tokens.get(index).image.toUpperCase(Locale.ROOT);
    }
}
