package io.millrace.catalog;

import java.util.Set;

/**
 * A value that options refer to by name and that nobody is shown.
 *
 * @param sealed the value as it is stored, encrypted
 */
public record StoredSecret(RelationName name, String sealed) implements Outside {

    @Override
    public Set<RelationName> dependsOn() {
        return Set.of();
    }

    @Override
    public String toString() {
        return name.title();
    }
}
