package io.millrace.connector.generator.rule;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules given for one column.
 *
 * @param column name of the column, for messages
 * @param given texts by the names of the rules
 */
record Rules(String column, Map<String, String> given) {

    private static final List<String> KNOWN =
            List.of("kind", "min", "max", "length", "values", "value", "start", "step", "nulls");

    /** Sorts {@code <column>.<rule>} options by column; names of columns are in lower case. */
    static Map<String, Rules> byColumn(Map<String, String> options) {
        Map<String, Rules> byColumn = new TreeMap<>();
        options.forEach((name, value) -> {
            int dot = name.lastIndexOf('.');
            String rule = name.substring(dot + 1);
            if (dot <= 0 || !KNOWN.contains(rule)) {
                String remedy = Names.nearest(rule, KNOWN)
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("the rules are " + String.join(", ", KNOWN));
                throw new MillraceException(
                        ErrorCode.OPTION_UNKNOWN, "option 'fields." + name + "' is no rule of a column; " + remedy);
            }
            String column = name.substring(0, dot).toLowerCase(Locale.ROOT);
            byColumn.computeIfAbsent(column, key -> new Rules(key, new LinkedHashMap<>()))
                    .given()
                    .put(rule, value);
        });
        return byColumn;
    }

    Optional<String> text(String rule) {
        return Optional.ofNullable(given.get(rule));
    }

    boolean has(String rule) {
        return given.containsKey(rule);
    }

    String option(String rule) {
        return "fields." + column + "." + rule;
    }

    MillraceException invalid(String rule, String expected) {
        return new MillraceException(
                ErrorCode.OPTION_INVALID,
                "option '" + option(rule) + "' is '" + given.get(rule) + "', but must be " + expected);
    }

    /** Refuses rules that have no meaning for what the column is. */
    void allowOnly(String what, String... allowed) {
        for (String rule : given.keySet()) {
            if (!List.of(allowed).contains(rule) && !rule.equals("kind") && !rule.equals("nulls")) {
                throw new MillraceException(
                        ErrorCode.OPTION_INVALID, "option '" + option(rule) + "' has no meaning for " + what);
            }
        }
    }
}
