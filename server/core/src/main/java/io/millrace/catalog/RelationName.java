package io.millrace.catalog;

import io.millrace.engine.refused.SideRelations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The qualified name of a relation, sink, function, connection, secret or schema; case is kept and does not matter when names are compared.
 * Functions, connections, secrets and schemas have names of their own: one may be called like a relation.
 */
public record RelationName(String schema, String name) implements Comparable<RelationName> {

    /** The one catalog, in the standard's sense, that there is; it needs not be written. */
    public static final String CATALOG = "millrace";

    /** The schema of users' relations, which needs not be written. */
    public static final String PUBLIC = "public";

    /** The schema of the relations that describe the running server. */
    public static final String SYS = "sys";

    /** The schema of the standard's descriptions of relations and columns. */
    public static final String INFORMATION_SCHEMA = "information_schema";

    /** Where functions have their names. */
    private static final String FUNCTIONS = "$functions";

    /** Where connections have their names, and where secrets do. */
    private static final String CONNECTIONS = "$connections";

    private static final String SECRETS = "$secrets";

    private static final String SCHEMAS = "$schemas";

    private static final Map<String, String> WORDS =
            Map.of(FUNCTIONS, "function", CONNECTIONS, "connection", SECRETS, "secret", SCHEMAS, "schema");

    /** The name of a schema. */
    public static RelationName schema(String name) {
        return new RelationName(SCHEMAS, name);
    }

    /** Whether it is the name of a schema. */
    public boolean isSchema() {
        return schema.equals(SCHEMAS);
    }

    /** Whether it is the name of something in a schema, a relation or sink, which is called so there alone. */
    public boolean isInSchema() {
        return !WORDS.containsKey(schema);
    }

    /** The name of the schema that it is in. */
    public RelationName ofSchema() {
        return schema(schema);
    }

    /** The name of a connection. */
    public static RelationName connection(String name) {
        return new RelationName(CONNECTIONS, name);
    }

    /** Whether it is the name of a connection. */
    public boolean isConnection() {
        return schema.equals(CONNECTIONS);
    }

    /** The name of a secret. */
    public static RelationName secret(String name) {
        return new RelationName(SECRETS, name);
    }

    /** Whether it is the name of a secret. */
    public boolean isSecret() {
        return schema.equals(SECRETS);
    }

    /** Whether it is the name of a connection or a secret, which say how to reach other systems. */
    public boolean isOutside() {
        return isConnection() || isSecret();
    }

    /** What is called so, where names of their own tell that: a function, a connection, a secret or a schema. */
    public Optional<String> word() {
        return Optional.ofNullable(WORDS.get(schema));
    }

    /** The name of a function. */
    public static RelationName function(String name) {
        return new RelationName(FUNCTIONS, name);
    }

    /** Whether it is the name of a function. */
    public boolean isFunction() {
        return schema.equals(FUNCTIONS);
    }

    /** A name in the default schema. */
    public static RelationName of(String name) {
        return new RelationName(PUBLIC, name);
    }

    /** Whether it is in a schema that the server itself fills. */
    public boolean isProvided() {
        return schema.equalsIgnoreCase(SYS) || schema.equalsIgnoreCase(INFORMATION_SCHEMA);
    }

    /** Whether it is the name of what comes and goes with a relation or sink: {@code x$errors} or {@code x$late}. */
    public boolean isSide() {
        return name.endsWith(SideRelations.ERRORS) || name.endsWith(SideRelations.LATE);
    }

    /** The {@code x} of {@code x$errors}; itself when it belongs to nothing. */
    public RelationName main() {
        return isSide() ? new RelationName(schema, name.substring(0, name.lastIndexOf('$'))) : this;
    }

    private static final List<String> OTHER_SCHEMAS =
            List.of(PUBLIC, SYS, INFORMATION_SCHEMA, FUNCTIONS, CONNECTIONS, SECRETS, SCHEMAS);

    /**
     * The name that {@link #toString()} wrote: {@code bids} or {@code sys.queries}. Only a catalog knows which schemas users have made, see
     * {@link Catalog#name}.
     */
    public static RelationName parse(String text) {
        return schemaOf(text)
                .map(schema -> new RelationName(schema, text.substring(schema.length() + 1)))
                .orElseGet(() -> of(text));
    }

    /** The schema that a text begins with; a dot may also be part of a name. */
    private static Optional<String> schemaOf(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? Optional.empty()
                : OTHER_SCHEMAS.stream()
                        .filter(schema -> schema.equalsIgnoreCase(text.substring(0, dot)))
                        .findFirst();
    }

    /** Whether the name would be taken for one with a schema when it is written without its own. */
    public boolean isAmbiguous() {
        return schemaOf(name).isPresent();
    }

    /** The key under which the name is found: equal for names that differ in case only. */
    String key() {
        return (schema + "." + name).toLowerCase(Locale.ROOT);
    }

    @Override
    public int compareTo(RelationName other) {
        return key().compareTo(other.key());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelationName that && key().equals(that.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    /** As messages call it: in quotes, a function, connection, secret or schema as such. */
    public String title() {
        return word().map(word -> word + " \"" + name + "\"").orElse("\"" + this + "\"");
    }

    /** As SQL has it, with the schema unless that is the default one, whatever is in the names. */
    public String quoted() {
        return schema.equalsIgnoreCase(PUBLIC) ? quoted(name) : quoted(schema) + "." + quoted(name);
    }

    /** A name of one part as SQL has it, whatever is in it. */
    public static String quoted(String part) {
        return '"' + part.replace("\"", "\"\"") + '"';
    }

    /** As a user writes it: the default schema is left out. */
    @Override
    public String toString() {
        return schema.equalsIgnoreCase(PUBLIC) ? name : schema + "." + name;
    }
}
