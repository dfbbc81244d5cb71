package io.millrace.catalog;

import java.util.Comparator;
import java.util.Optional;

/**
 * What rights are granted on.
 *
 * @param object a relation, sink, function, connection, secret or schema that a user has made; empty for the other kinds
 */
public record GrantedOn(Kind kind, Optional<RelationName> object) implements Comparable<GrantedOn> {

    /** One thing, everything, where things are made, or the server itself. */
    public enum Kind {
        SERVER,
        SCHEMA,
        ALL_RELATIONS,
        OBJECT
    }

    public static final GrantedOn SERVER = new GrantedOn(Kind.SERVER, Optional.empty());
    public static final GrantedOn SCHEMA = new GrantedOn(Kind.SCHEMA, Optional.empty());

    /** All relations, sinks and functions, also those that are made later. */
    public static final GrantedOn ALL_RELATIONS = new GrantedOn(Kind.ALL_RELATIONS, Optional.empty());

    private static final Comparator<GrantedOn> ORDER = Comparator.comparing(GrantedOn::kind)
            .thenComparing(on -> on.object().map(RelationName::key).orElse(""));

    public static GrantedOn object(RelationName name) {
        return new GrantedOn(Kind.OBJECT, Optional.of(name));
    }

    /** A schema: then what is granted of relations and sinks counts for all that are in it, also those that are made later. */
    public static GrantedOn schema(String name) {
        return name.equalsIgnoreCase(RelationName.PUBLIC) ? SCHEMA : object(RelationName.schema(name));
    }

    private boolean isSchema() {
        return kind == Kind.SCHEMA || object.filter(RelationName::isSchema).isPresent();
    }

    /** Whether a right can be granted on it. */
    public boolean takes(Right right) {
        return switch (right.scope()) {
            case OBJECT ->
                isSchema()
                        ? right.concerns(RelationName.schema(""))
                        : object.map(right::concerns).orElse(kind == Kind.ALL_RELATIONS && right != Right.USAGE);
            case SCHEMA -> isSchema() || kind == Kind.SERVER;
            case SERVER -> kind == Kind.SERVER;
        };
    }

    @Override
    public int compareTo(GrantedOn other) {
        return ORDER.compare(this, other);
    }
}
