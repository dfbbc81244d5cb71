package io.millrace.session.statement;

import io.millrace.catalog.RelationName;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
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
        RelationName relation = relation(name);
        if (!relation.schema().equalsIgnoreCase(RelationName.PUBLIC)) {
            throw error(
                    ErrorCode.FUNCTION_NOT_FOUND,
                    name,
                    "functions have no schema but public; write " + relation.name());
        }
        return RelationName.function(relation.name());
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
