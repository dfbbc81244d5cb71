package io.millrace.session.statement;

import io.millrace.session.audit.Secrets;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever was thrown into an error for the user. */
public final class StatementFailures {

    private static final Logger log = LoggerFactory.getLogger(StatementFailures.class);

    private static final String ID_FOLLOWS = "internal error ";

    private StatementFailures() {}

    /** Our own bugs become INTERNAL_ERROR with an id, under which the trace is logged once. */
    public static MillraceException of(Throwable failure, String sql) {
        if (failure instanceof MillraceException known && !isUntold(known)) {
            return known;
        }
        if (failure instanceof SqlSyntaxException syntax) {
            Position position = syntax.line() > 0 ? new Position(syntax.line(), syntax.column()) : null;
            return new MillraceException(ErrorCode.SYNTAX_ERROR, position, syntax.problem());
        }
        if (failure instanceof StackOverflowError) {
            return new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "the statement is nested too deeply; split it up", failure);
        }
        if (failure instanceof OutOfMemoryError) {
            return new MillraceException(
                    ErrorCode.MEMORY_EXCEEDED,
                    "the heap has no room for what the statement needs at once; make it smaller, or give the server more"
                            + " memory (JAVA_OPTS=-Xmx…)",
                    failure);
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        log.error("internal error {} in: {}", id, Secrets.hidden(sql), failure);
        return new MillraceException(
                ErrorCode.INTERNAL_ERROR, ID_FOLLOWS + id + "; the server's log has the details", failure);
    }

    /** Whether it is a bug that the engine came across, and no one has given it an id yet. */
    private static boolean isUntold(MillraceException error) {
        return error.code() == ErrorCode.INTERNAL_ERROR && !error.getMessage().startsWith(ID_FOLLOWS);
    }

    /** The same error with a place, unless it has one. */
    public static MillraceException at(Position position, MillraceException error) {
        return error.position().isPresent()
                ? error
                : new MillraceException(error.code(), position, error.getMessage(), error);
    }
}
