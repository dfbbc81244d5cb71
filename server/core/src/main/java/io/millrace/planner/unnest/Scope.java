package io.millrace.planner.unnest;

import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.CorrelationId;

/**
 * The rows around a sub-query, from the nearest outwards.
 *
 * @param variables the names by which the sub-query calls a row of these
 * @param rows what the row is one of
 * @param outer what is around these rows in turn
 */
record Scope(Set<CorrelationId> variables, DependentRows rows, Optional<Scope> outer) {

    boolean owns(OuterColumn column) {
        return variables.contains(column.row());
    }
}
