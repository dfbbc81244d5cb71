package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named query: kept up to date when materialized, else expanded where it is used.
 *
 * @param query the text of the query alone, which the planner expands for a plain view
 * @param key columns of unique values, when the planner knows them
 */
public record ViewRelation(
        RelationName name,
        boolean materialized,
        RowType rowType,
        Optional<List<Integer>> key,
        boolean appendOnly,
        Set<Integer> eventTimeColumns,
        String query,
        String sql,
        Reads reads)
        implements Relation {

    public ViewRelation {
        key = key.map(List::copyOf);
        eventTimeColumns = Set.copyOf(eventTimeColumns);
    }

    @Override
    public Set<RelationName> dependsOn() {
        return reads.all();
    }

    @Override
    public String kind() {
        return materialized ? "materialized view" : "view";
    }
}
