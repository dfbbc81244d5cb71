package io.millrace.session.definition;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Reads;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The streams {@code x$errors} and {@code x$late} that come and go with the relation or sink {@code x}. */
public final class SideStreams {

    private SideStreams() {}

    /** Those of a relation of the catalog. */
    static List<Relation> of(RelationName owner, Catalog catalog) {
        Relation relation = catalog.get(owner);
        if (relation instanceof ViewRelation view) {
            return view.materialized() ? ofQuery(owner, view.reads(), catalog) : List.of();
        }
        return relation instanceof StreamRelation stream && stream.feed() == Feed.QUERY
                ? ofQuery(owner, stream.reads(), catalog)
                : List.of(errors(owner, Set.of()));
    }

    /** Those of a running query, which show rows of what it reads. */
    static List<Relation> ofQuery(RelationName owner, Reads reads, Catalog catalog) {
        RowType late = new LateColumns(timed(reads.scanned(), catalog)).rowType();
        return List.of(errors(owner, reads.scanned()), side(owner, SideRelations.LATE, late, reads.scanned()));
    }

    /** The columns of those relations that carry event time. */
    public static SortedMap<String, RowType> timed(Set<RelationName> relations, Catalog catalog) {
        SortedMap<String, RowType> timed = new TreeMap<>();
        for (RelationName name : relations) {
            catalog.find(name)
                    .filter(relation -> !relation.eventTimeColumns().isEmpty())
                    .ifPresent(relation -> timed.put(name.toString(), relation.rowType()));
        }
        return timed;
    }

    /** The names that those of a relation or sink can have. */
    static List<RelationName> names(RelationName owner) {
        return List.of(named(owner, SideRelations.ERRORS), named(owner, SideRelations.LATE));
    }

    private static RelationName named(RelationName owner, String suffix) {
        return new RelationName(owner.schema(), owner.name() + suffix);
    }

    private static Relation errors(RelationName owner, Set<RelationName> shown) {
        return side(owner, SideRelations.ERRORS, SideRelations.ERRORS_TYPE, shown);
    }

    private static Relation side(RelationName owner, String suffix, RowType rowType, Set<RelationName> shown) {
        return new StreamRelation(
                named(owner, suffix),
                rowType.fields().stream().map(DeclaredColumn::physical).toList(),
                Optional.empty(),
                Set.of(),
                Feed.QUERY,
                Map.of(),
                "",
                new Reads(shown, Set.of(owner)));
    }

    /** Whether the name may belong to what the server makes itself. */
    public static boolean isReserved(RelationName name) {
        return isSideStream(name) || name.name().endsWith(Relations.SUCCESSOR);
    }

    public static boolean isSideStream(RelationName name) {
        return name.isSide();
    }

    /** What a relation belongs to; itself when it belongs to nothing. */
    public static RelationName main(RelationName name) {
        return name.main();
    }

    /** The {@code x} of {@code x$errors}. */
    public static RelationName owner(RelationName side) {
        return side.main();
    }
}
