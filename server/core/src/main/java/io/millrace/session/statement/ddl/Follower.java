package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQueryCodec;
import java.util.Optional;

/**
 * What reads or calls something that is about to be replaced.
 *
 * @param name as it was created
 * @param text the statement that has made it
 * @param definition as it will be; empty when it stays as it is
 */
record Follower(RelationName name, DefinitionText text, Optional<Definition> definition) {

    /** The query that takes the place of the one which runs for it; empty when that goes on, or there is none. */
    Optional<QueryToCreate> query() {
        return definition
                .filter(QueryToCreate.class::isInstance)
                .map(QueryToCreate.class::cast)
                .filter(query -> query.runs().isPresent());
    }

    /** The statement with the plan of now. */
    DefinitionText textOfNow() {
        return definition
                .flatMap(Definition::plan)
                .map(plan -> text.with(PlannedQueryCodec.write(plan)))
                .orElse(text);
    }
}
