package io.millrace.planner;

import io.millrace.catalog.RelationName;

/**
 * An INSERT as a query.
 *
 * @param query its visible columns are exactly the insertable columns of the target, in declared order
 */
public record PlannedInsert(RelationName target, PlannedQuery query) {}
