package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table: rows that are updated under a primary key.
 *
 * @param primaryKey indexes of the key columns; empty when the table has none and keeps every row
 * @param watermark when declared, the table keeps the versions of each row, in the order of the watermark's column
 * @param options of {@code WITH (…)}, names in lower case
 * @param checks what all rows have to fulfil
 * @param unique indexes of columns, besides the key, in which no two rows may have the same values
 * @param functions those of users that its columns and conditions call
 */
public record TableRelation(
        RelationName name,
        List<DeclaredColumn> columns,
        List<Integer> primaryKey,
        Optional<Watermark> watermark,
        Feed feed,
        Map<String, String> options,
        String sql,
        List<CheckConstraint> checks,
        List<List<Integer>> unique,
        Set<RelationName> functions)
        implements Relation {

    public TableRelation {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        unique = unique.stream().map(List::copyOf).toList();
        primaryKey = List.copyOf(primaryKey);
        functions = Set.copyOf(functions);
        options = Map.copyOf(options);
    }

    /** One without CHECKs. */
    public TableRelation(
            RelationName name,
            List<DeclaredColumn> columns,
            List<Integer> primaryKey,
            Optional<Watermark> watermark,
            Feed feed,
            Map<String, String> options,
            String sql) {
        this(name, columns, primaryKey, watermark, feed, options, sql, List.of(), List.of(), Set.of());
    }

    @Override
    public RowType rowType() {
        return DeclaredColumns.declared(columns);
    }

    /** What the source delivers: the columns that are not computed. */
    public RowType physicalType() {
        return DeclaredColumns.physical(columns);
    }

    @Override
    public Set<RelationName> dependsOn() {
        return functions;
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public Optional<List<Integer>> key() {
        return primaryKey.isEmpty() ? Optional.empty() : Optional.of(versionKey());
    }

    /** The columns whose values are unique among all rows that the table keeps: the primary key, and the time of a version. */
    public List<Integer> versionKey() {
        List<Integer> columnsOfKey = new ArrayList<>(primaryKey);
        watermark
                .map(Watermark::column)
                .filter(time -> !primaryKey.contains(time))
                .ifPresent(columnsOfKey::add);
        return List.copyOf(columnsOfKey);
    }

    /** What an INSERT does about keys that are there, when it does not say so itself. */
    public ConflictRule onConflict() {
        return ConflictRule.of(options);
    }

    @Override
    public Set<Integer> eventTimeColumns() {
        return watermark.map(declared -> Set.of(declared.column())).orElse(Set.of());
    }

    @Override
    public String kind() {
        return "table";
    }
}
