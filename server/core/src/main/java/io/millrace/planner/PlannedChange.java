package io.millrace.planner;

import io.millrace.catalog.RelationName;

/**
 * A statement that changes rows as a query.
 *
 * @param query its columns are all declared columns of the target as they are, then what becomes of them: see
 *     {@link io.millrace.planner.change}
 */
public record PlannedChange(RelationName target, PlannedQuery query) {}
