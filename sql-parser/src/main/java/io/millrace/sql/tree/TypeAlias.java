package io.millrace.sql.tree;

import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** The names that PostgreSQL, Flink and others have for types of the standard. */
public final class TypeAlias {
    private static final Map<String, SqlTypeName> TYPES = Map.ofEntries(
            Map.entry("STRING", SqlTypeName.VARCHAR),
            Map.entry("TEXT", SqlTypeName.VARCHAR),
            Map.entry("BYTES", SqlTypeName.VARBINARY),
            Map.entry("BYTEA", SqlTypeName.VARBINARY),
            Map.entry("BOOL", SqlTypeName.BOOLEAN),
            Map.entry("INT2", SqlTypeName.SMALLINT),
            Map.entry("INT4", SqlTypeName.INTEGER),
            Map.entry("INT8", SqlTypeName.BIGINT),
            Map.entry("LONG", SqlTypeName.BIGINT),
            Map.entry("FLOAT4", SqlTypeName.REAL),
            Map.entry("FLOAT8", SqlTypeName.DOUBLE),
            Map.entry("JSON", SqlTypeName.VARIANT),
            Map.entry("JSONB", SqlTypeName.VARIANT),
            Map.entry("TIMESTAMPTZ", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),
            Map.entry("TIMESTAMP_LTZ", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));

    private TypeAlias() {}

    public static boolean exists(String name) {
        return TYPES.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** The type of the standard; {@code precision} is negative when none was written. */
    public static SqlTypeNameSpec resolve(String name, int precision, SqlParserPos position) {
        SqlTypeName type = TYPES.get(name.toUpperCase(Locale.ROOT));
        if (precision >= 0 && !type.allowsPrecNoScale()) {
            throw new SqlSyntaxException(position, name + " has no precision; leave out \"(" + precision + ")\"");
        }
        return new SqlBasicTypeNameSpec(type, precision, position);
    }
}
