package io.millrace.planner.recursion;

import io.millrace.catalog.SystemRelation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;

/**
 * A recursive query that was taken apart.
 *
 * @param name as it was written
 * @param place for errors
 * @param seed the rows to begin with
 * @param step what rows that are there give, which it reads as {@code working}
 * @param all whether equal rows are kept
 * @param result what other queries read of it
 */
public record RecursivePart(
        String name,
        SqlNode place,
        RelNode seed,
        RelNode step,
        boolean all,
        SystemRelation working,
        SystemRelation result) {}
