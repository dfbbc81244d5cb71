package io.millrace.catalog;

import java.util.Locale;

/** The qualified name of a relation; case is kept and does not matter when names are compared. */
public record RelationName(String schema, String name) implements Comparable<RelationName> {

    /** The schema of users' relations, which needs not be written. */
    public static final String PUBLIC = "public";

    /** The schema of the relations that describe the running server. */
    public static final String SYS = "sys";

    /** The schema of the standard's descriptions of relations and columns. */
    public static final String INFORMATION_SCHEMA = "information_schema";

    /** A name in the default schema. */
    public static RelationName of(String name) {
        return new RelationName(PUBLIC, name);
    }

    /** The name that {@link #toString()} wrote: {@code bids} or {@code sys.queries}. */
    public static RelationName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? of(text) : new RelationName(text.substring(0, dot), text.substring(dot + 1));
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

    /** As a user writes it: the default schema is left out. */
    @Override
    public String toString() {
        return schema.equalsIgnoreCase(PUBLIC) ? name : schema + "." + name;
    }
}
