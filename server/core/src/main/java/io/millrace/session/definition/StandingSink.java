package io.millrace.session.definition;

import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.spi.connector.SinkCapabilities;
import java.util.Set;

/**
 * A sink: a query whose rows leave the server.
 *
 * @param capabilities what the outside system can take, and what SHOW SINKS says users can rely on
 * @param sql the statement that created it
 */
public record StandingSink(
        RelationName name, Reads reads, String connector, SinkCapabilities capabilities, String sql) {

    /** The relations that its text names: it goes with them. */
    public Set<RelationName> dependsOn() {
        return reads.all();
    }
}
