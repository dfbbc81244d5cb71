package io.millrace.session.definition;

import io.millrace.catalog.RelationName;
import io.millrace.spi.connector.SinkCapabilities;
import java.util.Set;

/**
 * A sink: a query whose rows leave the server.
 *
 * @param dependsOn the relations that it reads
 * @param capabilities what the outside system can take, and what SHOW SINKS says users can rely on
 * @param sql the statement that created it
 */
public record StandingSink(
        RelationName name, Set<RelationName> dependsOn, String connector, SinkCapabilities capabilities, String sql) {

    public StandingSink {
        dependsOn = Set.copyOf(dependsOn);
    }
}
