package io.millrace.planner;

import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A query as a graph, with what its reader needs to know.
 *
 * @param root may end with hidden columns that only {@code order} refers to, after those of {@code rowType}
 * @param rowType the columns that the user sees, under their SQL names
 * @param key columns whose values are unique among current rows, when known
 * @param order how the rows of a RESULT are to be sorted; the graph does not sort
 * @param offset rows of the sorted result to leave out
 * @param limit most rows to return (RESULT), or after which to end (SUBSCRIPTION)
 * @param eventTimeColumns visible columns that carry event time, for the catalog
 * @param warnings in the user's words, for example of state that grows without bound
 * @param parameters the {@code ?} parameters in order, named {@code ?1}, {@code ?2} …
 */
public record PlannedQuery(
        DStream root,
        RowType rowType,
        Optional<List<Integer>> key,
        List<SortKey> order,
        long offset,
        OptionalLong limit,
        Reads reads,
        Set<Integer> eventTimeColumns,
        List<String> warnings,
        List<Field> parameters) {

    public PlannedQuery {
        key = key.map(List::copyOf);
        order = List.copyOf(order);
        eventTimeColumns = Set.copyOf(eventTimeColumns);
        warnings = List.copyOf(warnings);
        parameters = List.copyOf(parameters);
    }

    /** The same query with another graph that gives the same. */
    public PlannedQuery withRoot(DStream other) {
        return new PlannedQuery(
                other, rowType, key, order, offset, limit, reads, eventTimeColumns, warnings, parameters);
    }

    /** The relations whose rows it takes. */
    public Set<RelationName> inputs() {
        return reads.scanned();
    }

    /** Whether rows are only ever added. */
    public boolean appendOnly() {
        return root.appendOnly();
    }
}
