package io.millrace.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Options that several streams and sinks share: where another system is and who asks.
 *
 * @param connector of what kind that is
 * @param options names in lower case, in the order in which they are written
 */
public record NamedConnection(RelationName name, String connector, Map<String, Value> options) implements Outside {

    public NamedConnection {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** How the value of an option is known. */
    public enum Kind {
        /** As it is. */
        TEXT,
        /** Encrypted: it was written as it is, but is not to be shown. */
        SEALED,
        /** By the name of a secret. */
        SECRET
    }

    /** What an option is. */
    public record Value(Kind kind, String text) {

        /** As SQL, without what is not to be shown. */
        String sql() {
            return switch (kind) {
                case TEXT -> literal(text);
                case SEALED -> "'***'";
                case SECRET -> secret(text);
            };
        }

        @Override
        public String toString() {
            return sql();
        }
    }

    @Override
    public Set<RelationName> dependsOn() {
        Set<RelationName> secrets = new TreeSet<>();
        options.values().stream()
                .filter(value -> value.kind() == Kind.SECRET)
                .forEach(value -> secrets.add(RelationName.secret(value.text())));
        return secrets;
    }

    /** The options as SQL, without what is not to be shown. */
    public String shownOptions() {
        return options.entrySet().stream()
                .map(option -> option.getKey() + " = " + option.getValue().sql())
                .collect(Collectors.joining(", "));
    }

    /** The statement that would create it, without what is not to be shown. */
    public String shown() {
        String rest = options.isEmpty() ? "" : ", " + shownOptions();
        return "CREATE CONNECTION " + RelationName.quoted(name.name()) + " WITH (type = " + literal(connector) + rest
                + ")";
    }

    /** The statement that creates it again, with all of it as it is stored. */
    public String stored() {
        String rest = options.entrySet().stream()
                .map(option -> ", " + RelationName.quoted(option.getKey()) + " = "
                        + (option.getValue().kind() == Kind.SECRET
                                ? option.getValue().sql()
                                : literal(option.getValue().text())))
                .collect(Collectors.joining());
        return "CREATE OR REPLACE CONNECTION " + RelationName.quoted(name.name()) + " WITH (type = "
                + literal(connector) + rest + ")";
    }

    private static String secret(String name) {
        return "SECRET " + RelationName.quoted(name);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
