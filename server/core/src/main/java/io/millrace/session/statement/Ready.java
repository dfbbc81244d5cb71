package io.millrace.session.statement;

import io.millrace.planner.PlannedQuery;
import io.millrace.session.lookup.KeyedPlan;
import java.util.Optional;

/**
 * What was planned of a statement when it was prepared, to be run while what is defined stays as it is.
 *
 * @param query of a statement without parameters
 * @param keyed for all values of the parameters, when it is about the rows with one key of a table
 * @param conflict what ON CONFLICT does, when that has no parameters
 */
public record Ready(Optional<PlannedQuery> query, Optional<KeyedPlan> keyed, Optional<PlannedQuery> conflict) {

    public static final Ready NOTHING = new Ready(Optional.empty(), Optional.empty(), Optional.empty());

    /** A statement without parameters. */
    public static Ready of(PlannedQuery query, Optional<KeyedPlan> keyed) {
        return new Ready(Optional.of(query), keyed, Optional.empty());
    }

    /** One with parameters. */
    public static Ready of(Optional<KeyedPlan> keyed) {
        return new Ready(Optional.empty(), keyed, Optional.empty());
    }
}
