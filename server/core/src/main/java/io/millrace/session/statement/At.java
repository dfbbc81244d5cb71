package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import java.util.List;

/** Names and errors with their place in the script. */
public final class At {

    private At() {}

    public static Position position(Written part) {
        return new Position(part.line(), part.column());
    }

    public static MillraceException error(ErrorCode code, Written part, String message) {
        return new MillraceException(code, position(part), message);
    }

    /** The statement itself is not carried out. */
    public static MillraceException unsupported(Statement statement, String message) {
        return error(ErrorCode.NOT_SUPPORTED, Written.node(statement), message);
    }

    /** The name of a function: {@code name} or {@code public.name}. */
    public static RelationName function(Written name) {
        return RelationName.function(own(name, "functions", ErrorCode.FUNCTION_NOT_FOUND));
    }

    /** The name of a connection. */
    public static RelationName connection(Written name) {
        return RelationName.connection(own(name, "connections", ErrorCode.NAMED_CONNECTION_NOT_FOUND));
    }

    /** The name of a secret. */
    public static RelationName secret(Written name) {
        return RelationName.secret(own(name, "secrets", ErrorCode.SECRET_NOT_FOUND));
    }

    /** The name of a schema: {@code name} or {@code millrace.name}. */
    public static RelationName schema(Written name) {
        List<String> parts = name.parts();
        boolean whole = parts.size() == 2 && parts.get(0).equalsIgnoreCase(RelationName.CATALOG);
        if (parts.size() > 1 && !whole) {
            throw error(
                    ErrorCode.SCHEMA_NOT_FOUND,
                    name,
                    "\"" + name.text() + "\" has too many parts; write the schema only");
        }
        return RelationName.schema(parts.get(parts.size() - 1));
    }

    private static String own(Written name, String what, ErrorCode code) {
        RelationName relation = relation(name);
        if (!relation.schema().equalsIgnoreCase(RelationName.PUBLIC)) {
            throw error(code, name, what + " are in no schema; write " + relation.name());
        }
        return relation.name();
    }

    /** The name of something of a kind. */
    public static RelationName named(ObjectKind kind, Written name) {
        return switch (kind) {
            case FUNCTION -> function(name);
            case CONNECTION -> connection(name);
            case SECRET -> secret(name);
            case SCHEMA -> schema(name);
            case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, SUBSCRIPTION, USER, ROLE -> relation(name);
        };
    }

    /** That nothing of that name is there, as far as the catalog shows. */
    public static MillraceException notFound(RelationName name, Written written, Catalog seen) {
        if (name.isFunction()) {
            return error(ErrorCode.FUNCTION_NOT_FOUND, written, seen.functionNotFound(name.name()));
        }
        if (name.isOutside()) {
            ErrorCode code = name.isSecret() ? ErrorCode.SECRET_NOT_FOUND : ErrorCode.NAMED_CONNECTION_NOT_FOUND;
            return error(code, written, seen.outsideNotFound(name));
        }
        if (name.isSchema()) {
            return error(ErrorCode.SCHEMA_NOT_FOUND, written, seen.schemaNotFound(name.name()));
        }
        return error(ErrorCode.RELATION_NOT_FOUND, written, seen.notFound(name.toString()));
    }

    /** The name of a relation: {@code name}, {@code schema.name} or {@code millrace.schema.name}. */
    public static RelationName relation(Written name) {
        List<String> parts = name.parts();
        boolean whole = parts.size() == 3 && parts.get(0).equalsIgnoreCase(RelationName.CATALOG);
        return switch (whole ? 2 : parts.size()) {
            case 1 -> RelationName.of(parts.get(0));
            case 2 -> new RelationName(parts.get(parts.size() - 2), parts.get(parts.size() - 1));
            default ->
                throw error(
                        ErrorCode.RELATION_NOT_FOUND,
                        name,
                        "\"" + name.text() + "\" has too many parts; write name or schema.name");
        };
    }
}
