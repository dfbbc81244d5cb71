package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table: rows that are updated under a primary key.
 *
 * @param primaryKey indexes of the key columns; empty when the table has none and keeps every row
 * @param options of {@code WITH (…)}, names in lower case
 */
public record TableRelation(
        RelationName name,
        List<DeclaredColumn> columns,
        List<Integer> primaryKey,
        Feed feed,
        Map<String, String> options,
        String sql)
        implements Relation {

    public TableRelation {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        options = Map.copyOf(options);
    }

    @Override
    public RowType rowType() {
        return Columns.declared(columns);
    }

    /** What the source delivers: the columns that are not computed. */
    public RowType physicalType() {
        return Columns.physical(columns);
    }

    @Override
    public Set<RelationName> dependsOn() {
        return Set.of();
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public Optional<List<Integer>> key() {
        return primaryKey.isEmpty() ? Optional.empty() : Optional.of(primaryKey);
    }

    @Override
    public Set<Integer> eventTimeColumns() {
        return Set.of();
    }

    @Override
    public String kind() {
        return "table";
    }
}
