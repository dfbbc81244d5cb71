package io.millrace.planner.rules;

import org.apache.calcite.sql.SqlNode;

/** Puts what stands for the aggregates of users in their places, before a query is validated. */
@FunctionalInterface
public interface OwnAggregates {

    /** What a call of such an aggregate stands for, with FILTER, WITHIN GROUP or OVER behind it; anything else as it is. */
    SqlNode understood(SqlNode node);
}
