package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something with rows that has a name. Immutable. */
public sealed interface Relation permits StreamRelation, TableRelation, ViewRelation, SystemRelation {

    RelationName name();

    /** All declared columns, computed ones included, in declared order. */
    RowType rowType();

    /** The same with what its definition says of them; none where they come from a query or the server. */
    default List<DeclaredColumn> columns() {
        return List.of();
    }

    /** The statement that created it, as it was written. */
    String sql();

    /** The relations that its text names: it goes with them. */
    Set<RelationName> dependsOn();

    /** Whether rows are only ever added. */
    boolean appendOnly();

    /** Columns whose values are unique among current rows, when known. */
    Optional<List<Integer>> key();

    /**
     * The columns that carry event time: once the watermark has passed a time, rows with that time in such a column are neither
     * added nor removed any more, but for late ones.
     */
    Set<Integer> eventTimeColumns();

    /** The word for this kind of relation in messages. */
    String kind();
}
