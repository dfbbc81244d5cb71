package io.millrace.planner.validation;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Errors that we find ourselves in the text of a query. */
public final class ValidationFailure {

    private ValidationFailure() {}

    /** An INVALID_QUERY at a node. */
    public static MillraceException at(SqlNode node, String message) {
        return at(ErrorCode.INVALID_QUERY, node, message);
    }

    public static MillraceException at(ErrorCode code, SqlNode node, String message) {
        return new MillraceException(code, position(node.getParserPosition()).orElse(null), message);
    }

    /** Something that SQL has and we do not, yet. */
    public static MillraceException notSupported(SqlNode node, String message) {
        return at(ErrorCode.NOT_SUPPORTED, node, message);
    }

    static MillraceException columnNotFound(SqlNode column, List<String> columns) {
        return at(
                ErrorCode.COLUMN_NOT_FOUND,
                column,
                "column \"" + column + "\" not found"
                        + Names.nearest(column.toString(), columns)
                                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                .orElse(""));
    }

    /** Calcite's position in ours; empty when it has none. */
    public static Optional<Position> position(SqlParserPos position) {
        return position == null || position.getLineNum() <= 0
                ? Optional.empty()
                : Optional.of(new Position(position.getLineNum(), position.getColumnNum()));
    }
}
