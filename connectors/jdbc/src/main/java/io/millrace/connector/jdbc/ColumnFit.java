package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.Database;
import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import java.sql.Types;
import java.util.Set;

/** Whether the values of a column of a query can all be stored in a column of a table, but for texts that are too long. */
final class ColumnFit {

    private static final Set<Integer> TEXTS = Set.of(
            Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.CLOB);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);
    private static final Set<Integer> EXACT = Set.of(Types.NUMERIC, Types.DECIMAL);

    /** Beyond this many digits a database has no limit, and says so with some large number or 0. */
    private static final int MOST_DIGITS = 1000;

    private static final int MICRO_DIGITS = 6;

    private ColumnFit() {}

    static boolean fits(Field field, TargetColumn target, Database database) {
        return fits(field.type(), target, database);
    }

    private static boolean fits(Type type, TargetColumn target, Database database) {
        int code = target.type();
        return switch (type.kind()) {
            case BOOLEAN -> code == Types.BOOLEAN || code == Types.BIT;
            case TINYINT -> integerDigits(target) >= 3;
            case SMALLINT -> integerDigits(target) >= 5;
            case INTEGER -> integerDigits(target) >= 10;
            case BIGINT -> integerDigits(target) >= 19;
            case REAL -> code == Types.REAL || code == Types.FLOAT || code == Types.DOUBLE;
            case DOUBLE -> code == Types.FLOAT || code == Types.DOUBLE;
            case DECIMAL -> EXACT.contains(code) && holds((ScalarType) type, target);
            case CHAR, VARCHAR -> TEXTS.contains(code);
            case BINARY, VARBINARY -> BYTES.contains(code);
            case UUID -> target.typeName().equalsIgnoreCase("uuid");
            case DATE -> code == Types.DATE;
            case TIME -> code == Types.TIME && !isZoned(target);
            case TIMESTAMP -> code == Types.TIMESTAMP && !isZoned(target) && hasDigits((ScalarType) type, target);
            case TIMESTAMP_LTZ ->
                (code == Types.TIMESTAMP_WITH_TIMEZONE || (code == Types.TIMESTAMP && isZoned(target)))
                        && hasDigits((ScalarType) type, target);
            case INTERVAL_MONTH, INTERVAL_DAY ->
                database == Database.POSTGRESQL && target.typeName().equals("interval");
            case ARRAY -> database == Database.POSTGRESQL && holdsElements((ArrayType) type, target);
            case VARIANT ->
                database == Database.POSTGRESQL
                        && (target.typeName().equals("json")
                                || target.typeName().equals("jsonb"));
            case MULTISET, ROW, MAP -> false;
        };
    }

    /** PostgreSQL calls an array by the name of its elements, with a line before it. */
    private static boolean holdsElements(ArrayType type, TargetColumn target) {
        Integer code = switch (target.typeName()) {
            case "_bool" -> Types.BOOLEAN;
            case "_int2" -> Types.SMALLINT;
            case "_int4" -> Types.INTEGER;
            case "_int8" -> Types.BIGINT;
            case "_float4" -> Types.REAL;
            case "_float8" -> Types.DOUBLE;
            case "_numeric" -> Types.NUMERIC;
            case "_text", "_varchar" -> Types.VARCHAR;
            case "_date" -> Types.DATE;
            case "_timestamp" -> Types.TIMESTAMP;
            default -> null;
        };
        return code != null
                && fits(
                        type.element(),
                        new TargetColumn(target.name(), code, target.typeName(), 0, 0, false, false),
                        Database.POSTGRESQL);
    }

    /** Databases have microseconds, and some of them more. */
    private static boolean hasDigits(ScalarType type, TargetColumn target) {
        return type.precision() <= MICRO_DIGITS || target.scale() >= type.precision();
    }

    private static boolean isZoned(TargetColumn target) {
        return target.typeName().endsWith("tz");
    }

    private static int integerDigits(TargetColumn target) {
        return switch (target.type()) {
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            case Types.NUMERIC, Types.DECIMAL -> isUnlimited(target) ? MOST_DIGITS : target.size() - target.scale();
            default -> 0;
        };
    }

    private static boolean holds(ScalarType type, TargetColumn target) {
        return isUnlimited(target)
                || (target.scale() >= type.scale()
                        && target.size() - target.scale() >= type.precision() - type.scale());
    }

    private static boolean isUnlimited(TargetColumn target) {
        return target.size() == 0 || target.size() > MOST_DIGITS;
    }
}
