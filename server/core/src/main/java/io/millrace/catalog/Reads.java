package io.millrace.catalog;

import java.util.Set;
import java.util.TreeSet;

/**
 * What the query of a definition reads.
 *
 * @param scanned the relations whose rows it takes
 * @param named all that its text names, directly or through plain views and functions, these included: also what turned out not to be needed
 */
public record Reads(Set<RelationName> scanned, Set<RelationName> named) {

    public static final Reads NOTHING = new Reads(Set.of(), Set.of());

    public Reads {
        scanned = Set.copyOf(scanned);
        named = Set.copyOf(named);
    }

    /** All without which the text would mean nothing or something else. */
    public Set<RelationName> all() {
        Set<RelationName> all = new TreeSet<>(scanned);
        all.addAll(named);
        return all;
    }
}
