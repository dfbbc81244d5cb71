package io.millrace.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What becomes of rows that are inserted into a table where their key is there already, unless the INSERT says it. */
public enum ConflictRule {
    /** The INSERT fails. */
    FAIL,
    /** The row that is there gets the values of the columns that the INSERT names. */
    UPDATE,
    /** The row that is there stays. */
    NOTHING;

    /** The option of {@code WITH (…)} that says it. */
    public static final String OPTION = "on_conflict";

    /** The rule with that name; empty when there is none. */
    public static Optional<ConflictRule> named(String name) {
        for (ConflictRule rule : values()) {
            if (rule.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    static ConflictRule of(Map<String, String> options) {
        return Optional.ofNullable(options.get(OPTION))
                .flatMap(ConflictRule::named)
                .orElse(FAIL);
    }
}
