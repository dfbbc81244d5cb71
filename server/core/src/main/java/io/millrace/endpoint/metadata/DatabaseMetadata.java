package io.millrace.endpoint.metadata;

import io.millrace.endpoint.wire.Signatures;
import io.millrace.session.Cursor;
import io.millrace.session.RelationInfo;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.sql.DatabaseMetaData;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers the questions of JDBC's {@code DatabaseMetaData} about relations. All are of one catalog. */
public final class DatabaseMetadata {

    private static final Comparator<RelationInfo> BY_NAME = Comparator.comparing(RelationInfo::kind)
            .thenComparing(RelationInfo::schema)
            .thenComparing(RelationInfo::name);

    private final List<RelationInfo> relations;
    private final SortedSet<String> schemas;

    /** Answers of these relations and schemas. */
    public DatabaseMetadata(List<RelationInfo> relations, List<String> schemas) {
        this.relations = relations.stream().sorted(BY_NAME).toList();
        this.schemas = new TreeSet<>(schemas);
    }

    public Cursor tables(String schemaPattern, String namePattern, List<String> kinds) {
        MetadataRows rows = new MetadataRows(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS",
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "SELF_REFERENCING_COL_NAME",
                "REF_GENERATION");
        NamePattern schema = NamePattern.of(schemaPattern);
        NamePattern name = NamePattern.of(namePattern);
        Set<String> wanted = kinds == null
                ? null
                : kinds.stream().map(kind -> kind.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        for (RelationInfo relation : relations) {
            if (schema.matches(relation.schema())
                    && name.matches(relation.name())
                    && (wanted == null || wanted.contains(relation.kind()))) {
                rows.row(RelationInfo.CATALOG, relation.schema(), relation.name(), relation.kind(), relation.remarks());
            }
        }
        return rows.cursor();
    }

    /** The columns of JDBC and, as a last one of our own, KEY_SEQ: the place of the column in the primary key. */
    public Cursor columns(String schemaPattern, String namePattern, String columnPattern) {
        MetadataRows rows = new MetadataRows(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "#DATA_TYPE",
                "TYPE_NAME",
                "#COLUMN_SIZE",
                "#BUFFER_LENGTH",
                "#DECIMAL_DIGITS",
                "#NUM_PREC_RADIX",
                "#NULLABLE",
                "REMARKS",
                "COLUMN_DEF",
                "#SQL_DATA_TYPE",
                "#SQL_DATETIME_SUB",
                "#CHAR_OCTET_LENGTH",
                "#ORDINAL_POSITION",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "#SOURCE_DATA_TYPE",
                "IS_AUTOINCREMENT",
                "IS_GENERATEDCOLUMN",
                "#KEY_SEQ");
        NamePattern schema = NamePattern.of(schemaPattern);
        NamePattern name = NamePattern.of(namePattern);
        NamePattern column = NamePattern.of(columnPattern);
        relations.stream()
                .filter(relation -> schema.matches(relation.schema()) && name.matches(relation.name()))
                .sorted(Comparator.comparing(RelationInfo::schema).thenComparing(RelationInfo::name))
                .forEach(relation -> columns(relation, column, rows));
        return rows.cursor();
    }

    private static void columns(RelationInfo relation, NamePattern pattern, MetadataRows rows) {
        int ordinal = 0;
        for (Field field : relation.rowType().fields()) {
            ordinal++;
            if (pattern.matches(field.name())) {
                Type type = field.type();
                RelationInfo.ColumnInfo info = relation.column(field.name());
                boolean text = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
                rows.row(
                        RelationInfo.CATALOG,
                        relation.schema(),
                        relation.name(),
                        field.name(),
                        type.kind().jdbcCode(),
                        typeName(type),
                        Signatures.precision(type),
                        null,
                        decimalDigits(type),
                        Signatures.isSigned(type) ? 10 : null,
                        field.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                        relation.columnRemarks().get(field.name()),
                        info.value(),
                        null,
                        null,
                        text ? Signatures.precision(type) : null,
                        ordinal,
                        field.nullable() ? "YES" : "NO",
                        null,
                        null,
                        null,
                        null,
                        info.numbered() ? "YES" : "NO",
                        info.computed() ? "YES" : "NO",
                        keySequence(relation, field.name()));
            }
        }
    }

    private static String typeName(Type type) {
        return type instanceof ArrayType ? type.sql() : type.kind().sqlName();
    }

    private static Integer decimalDigits(Type type) {
        return switch (type.kind()) {
            case DECIMAL -> Signatures.scale(type);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> 0;
            case TIMESTAMP, TIMESTAMP_LTZ, TIME -> Signatures.precision(type);
            case BOOLEAN,
                    REAL,
                    DOUBLE,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    DATE,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> null;
        };
    }

    private static Integer keySequence(RelationInfo relation, String column) {
        for (int i = 0; i < relation.primaryKey().size(); i++) {
            if (relation.primaryKey().get(i).equalsIgnoreCase(column)) {
                return i + 1;
            }
        }
        return null;
    }

    public Cursor schemas(String schemaPattern) {
        MetadataRows rows = new MetadataRows("TABLE_SCHEM", "TABLE_CATALOG");
        NamePattern pattern = NamePattern.of(schemaPattern);
        schemas.stream().filter(pattern::matches).forEach(name -> rows.row(name, RelationInfo.CATALOG));
        return rows.cursor();
    }

    public static Cursor catalogs() {
        MetadataRows rows = new MetadataRows("TABLE_CAT");
        rows.row(RelationInfo.CATALOG);
        return rows.cursor();
    }

    public static Cursor tableTypes() {
        MetadataRows rows = new MetadataRows("TABLE_TYPE");
        List.of("MATERIALIZED VIEW", "SIDE STREAM", "SINK", "STREAM", "SYSTEM TABLE", "TABLE", "VIEW")
                .forEach(rows::row);
        return rows.cursor();
    }

    public static Cursor typeInfo() {
        MetadataRows rows = new MetadataRows(
                "TYPE_NAME",
                "#DATA_TYPE",
                "#PRECISION",
                "LITERAL_PREFIX",
                "LITERAL_SUFFIX",
                "CREATE_PARAMS",
                "#NULLABLE",
                "#CASE_SENSITIVE",
                "#SEARCHABLE",
                "#UNSIGNED_ATTRIBUTE",
                "#FIXED_PREC_SCALE",
                "#AUTO_INCREMENT",
                "LOCAL_TYPE_NAME",
                "#MINIMUM_SCALE",
                "#MAXIMUM_SCALE",
                "#SQL_DATA_TYPE",
                "#SQL_DATETIME_SUB",
                "#NUM_PREC_RADIX");
        List.of(TypeKind.values()).stream()
                .sorted(Comparator.comparingInt(TypeKind::jdbcCode))
                .forEach(kind -> typeInfo(kind, rows));
        return rows.cursor();
    }

    private static void typeInfo(TypeKind kind, MetadataRows rows) {
        boolean text = kind == TypeKind.CHAR || kind == TypeKind.VARCHAR;
        boolean quoted = text || kind == TypeKind.BINARY || kind == TypeKind.VARBINARY;
        boolean exact = kind == TypeKind.DECIMAL;
        boolean number =
                exact || kind.ordinal() >= TypeKind.TINYINT.ordinal() && kind.ordinal() <= TypeKind.DOUBLE.ordinal();
        rows.row(
                kind.sqlName(),
                kind.jdbcCode(),
                exact ? 38 : null,
                quoted ? "'" : null,
                quoted ? "'" : null,
                exact ? "precision,scale" : text ? "length" : null,
                DatabaseMetaData.typeNullable,
                text ? 1 : 0,
                text ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic,
                number ? 0 : 1,
                exact ? 1 : 0,
                0,
                kind.sqlName(),
                exact ? 0 : null,
                exact ? 38 : null,
                null,
                null,
                number ? 10 : null);
    }
}
