package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stream: an unbounded, append-only sequence of rows.
 *
 * @param watermark the declared one; a derived stream has none of its own
 * @param inheritedEventTime for a derived stream, the columns that carry the event time of what it reads
 * @param options of {@code WITH (…)}, names in lower case
 * @param checks what all rows have to fulfil
 */
public record StreamRelation(
        RelationName name,
        List<DeclaredColumn> columns,
        Optional<Watermark> watermark,
        Set<Integer> inheritedEventTime,
        Feed feed,
        Map<String, String> options,
        String sql,
        Reads reads,
        List<CheckConstraint> checks)
        implements Relation {

    public StreamRelation {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        inheritedEventTime = Set.copyOf(inheritedEventTime);
        options = Map.copyOf(options);
    }

    /** One without CHECKs. */
    public StreamRelation(
            RelationName name,
            List<DeclaredColumn> columns,
            Optional<Watermark> watermark,
            Set<Integer> inheritedEventTime,
            Feed feed,
            Map<String, String> options,
            String sql,
            Reads reads) {
        this(name, columns, watermark, inheritedEventTime, feed, options, sql, reads, List.of());
    }

    @Override
    public Set<RelationName> dependsOn() {
        return reads.all();
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
    public boolean appendOnly() {
        return true;
    }

    @Override
    public Optional<List<Integer>> key() {
        return Optional.empty();
    }

    @Override
    public Set<Integer> eventTimeColumns() {
        Set<Integer> all = new TreeSet<>(inheritedEventTime);
        watermark.ifPresent(declared -> all.add(declared.column()));
        return all;
    }

    @Override
    public String kind() {
        return "stream";
    }
}
