package io.millrace.catalog;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
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
 * @param functions those of users that its columns and conditions call, and the connection and secrets that it uses
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

    /** Whether its rows are outside, and looked up by key. */
    public boolean isLookedUp() {
        return feed == Feed.LOOKUP;
    }

    /**
     * What comes in when something is looked up: the columns, of which only those of the key are never NULL, then whether it was found,
     * then the number of the answer.
     */
    public RowType answerType() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Field field = columns.get(i).field();
            fields.add(new Field(field.name(), field.type(), !primaryKey.contains(i)));
        }
        fields.add(new Field("$found", Type.BOOLEAN, false));
        fields.add(new Field("$number", Type.BIGINT, false));
        return new RowType(fields);
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
