package io.millrace.session.local;

import io.millrace.codec.DamagedDataException;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannedQueryCodec;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plans that definitions were written down with. */
final class StoredPlans {

    private static final Logger log = LoggerFactory.getLogger(StoredPlans.class);

    private StoredPlans() {}

    /** The plan of a definition; empty when there is none, or none that this server can read: then it is planned anew. */
    static Optional<PlannedQuery> of(DefinitionText definition) {
        if (!definition.plan().hasRemaining()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PlannedQueryCodec.read(definition.planBytes()));
        } catch (DamagedDataException e) {
            log.warn("the stored plan of a definition cannot be read, it is planned anew: {}", definition.text(), e);
            return Optional.empty();
        }
    }
}
