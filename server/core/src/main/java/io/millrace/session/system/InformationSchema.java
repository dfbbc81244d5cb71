package io.millrace.session.system;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.rows.RowList;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The standard's descriptions of schemas, relations and columns. */
public final class InformationSchema {

    private final Supplier<Definitions> definitions;

    public InformationSchema(Supplier<Definitions> definitions) {
        this.definitions = definitions;
    }

    public List<SystemTable> tables() {
        return List.of(
                SystemTable.columns()
                        .text("name")
                        .text("kind")
                        .optionalText("column_name")
                        .text("comment")
                        .in(
                                RelationName.SYS,
                                "comments",
                                "what COMMENT ON has said of relations, sinks, functions and columns",
                                this::comments),
                SystemTable.columns()
                        .text("table_catalog")
                        .text("table_schema")
                        .relation("table_name")
                        .text("table_type")
                        .in(
                                RelationName.INFORMATION_SCHEMA,
                                "tables",
                                "all relations",
                                (rows, viewer) -> relations(rows)),
                SystemTable.columns()
                        .text("table_catalog")
                        .text("table_schema")
                        .relation("table_name")
                        .text("column_name")
                        .integer("ordinal_position")
                        .text("is_nullable")
                        .text("data_type")
                        .integer("character_maximum_length")
                        .integer("numeric_precision")
                        .integer("numeric_scale")
                        .in(RelationName.INFORMATION_SCHEMA, "columns", "all columns", (rows, viewer) -> columns(rows)),
                SystemTable.columns()
                        .text("catalog_name")
                        .text("schema_name")
                        .in(RelationName.INFORMATION_SCHEMA, "schemata", "all schemas", this::schemata));
    }

    private Catalog catalog() {
        return definitions.get().catalog();
    }

    private void comments(RowList rows, Viewer viewer) {
        for (Comment comment : catalog().comments()) {
            Comment.Subject subject = comment.subject();
            if (!viewer.rights().sees(subject.name())) {
                continue;
            }
            rows.add(
                    subject.name().isInSchema()
                            ? subject.name().toString()
                            : subject.name().name(),
                    definitions.get().current().kind(subject.name()).toUpperCase(Locale.ROOT),
                    subject.column().isEmpty() ? null : subject.column(),
                    comment.text());
        }
    }

    private void relations(RowList rows) {
        for (Relation relation : catalog().relations()) {
            rows.add(
                    RelationName.CATALOG,
                    catalog().schemaOf(relation.name()),
                    relation.name().name(),
                    kind(relation));
        }
    }

    /** STREAM, TABLE, VIEW, MATERIALIZED VIEW or SYSTEM TABLE; SIDE STREAM for what comes and goes with another. */
    public static String kind(Relation relation) {
        if (SideStreams.isSideStream(relation.name())) {
            return "SIDE STREAM";
        }
        return relation.kind().startsWith("system")
                ? "SYSTEM TABLE"
                : relation.kind().toUpperCase(Locale.ROOT);
    }

    private void columns(RowList rows) {
        for (Relation relation : catalog().relations()) {
            int position = 0;
            for (Field field : relation.rowType().fields()) {
                rows.add(
                        RelationName.CATALOG,
                        catalog().schemaOf(relation.name()),
                        relation.name().name(),
                        field.name(),
                        ++position,
                        field.nullable() ? "YES" : "NO",
                        field.type().sql(),
                        length(field.type()),
                        precision(field.type()),
                        scale(field.type()));
            }
        }
    }

    private static Integer length(Type type) {
        boolean text = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
        return text && type instanceof ScalarType scalar && scalar.precision() != Type.MAX_LENGTH
                ? (Integer) scalar.precision()
                : null;
    }

    private static boolean isNumber(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            case BOOLEAN,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> false;
        };
    }

    private static Integer precision(Type type) {
        return isNumber(type) ? (Integer) ((ScalarType) type).precision() : null;
    }

    private static Integer scale(Type type) {
        return isNumber(type) ? (Integer) ((ScalarType) type).scale() : null;
    }

    private void schemata(RowList rows, Viewer viewer) {
        viewer.principal().seen(catalog()).schemas().forEach(schema -> rows.add(RelationName.CATALOG, schema));
    }
}
