package io.millrace.session.definition;

import io.millrace.catalog.RelationName;
import java.util.Set;

/**
 * A sink: a query whose rows leave the server.
 *
 * @param dependsOn the relations that it reads
 * @param sql the statement that created it
 */
public record StandingSink(RelationName name, Set<RelationName> dependsOn, String connector, String sql) {

    public StandingSink {
        dependsOn = Set.copyOf(dependsOn);
    }
}
