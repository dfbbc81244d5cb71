package io.millrace.session.local;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.TableRelation;
import io.millrace.session.Principal;
import io.millrace.session.RelationInfo;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Services;
import io.millrace.session.system.InformationSchema;
import io.millrace.session.system.SystemTable;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The relations and sinks that somebody may see, as clients are told of them. */
final class SeenRelations {

    private final Services services;
    private final Catalog catalog;
    private final Access access;

    SeenRelations(Services services, Principal principal) {
        this.services = services;
        this.catalog = principal.seen(services.definitions().catalog());
        this.access = new Access(principal, services.definitions().current());
    }

    List<RelationInfo> all() {
        return Stream.concat(
                        catalog.relations().stream().map(this::info),
                        access.version().sinks().values().stream()
                                .map(StandingSink::name)
                                .filter(access::sees)
                                .map(this::sink))
                .toList();
    }

    /** A sink has rows for others only, so that no columns can be asked for. */
    private RelationInfo sink(RelationName name) {
        return new RelationInfo(
                catalog.schemaOf(name),
                name.name(),
                "SINK",
                new RowType(List.of()),
                List.of(),
                catalog.comment(new Comment.Subject(name, "")),
                Map.of());
    }

    private RelationInfo info(Relation relation) {
        List<String> key = relation instanceof TableRelation
                ? relation.key().orElse(List.of()).stream()
                        .map(column -> relation.rowType().field(column).name())
                        .toList()
                : List.of();
        String remarks = services.system()
                .find(relation.name().toString())
                .map(SystemTable::remarks)
                .orElseGet(() -> catalog.comment(new Comment.Subject(relation.name(), "")));
        Map<String, String> columnRemarks = new LinkedHashMap<>();
        for (Field field : relation.rowType().fields()) {
            String comment = catalog.comment(new Comment.Subject(relation.name(), field.name()));
            if (!comment.isEmpty()) {
                columnRemarks.put(field.name(), comment);
            }
        }
        return new RelationInfo(
                catalog.schemaOf(relation.name()),
                relation.name().name(),
                InformationSchema.kind(relation),
                relation.rowType(),
                key,
                remarks,
                columnRemarks,
                relation.columns().stream()
                        .collect(Collectors.toMap(
                                column -> column.field().name(),
                                column -> new RelationInfo.ColumnInfo(
                                        column.defaultValue().orElse(null),
                                        column.identity().isPresent(),
                                        column.computed().isPresent()),
                                (first, second) -> first)));
    }
}
