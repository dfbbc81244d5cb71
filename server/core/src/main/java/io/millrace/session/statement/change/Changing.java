package io.millrace.session.statement.change;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.UpdateStatement;

/**
 * A statement that changes rows that may be there.
 *
 * @param word how it begins, for errors
 * @param target the table
 */
record Changing(Statement statement, String word, Written target) {

    static Changing of(Statement statement) {
        if (statement instanceof UpdateStatement update) {
            return new Changing(statement, "UPDATE", Written.name(update.target()));
        }
        if (statement instanceof DeleteStatement delete) {
            return new Changing(statement, "DELETE", Written.name(delete.target()));
        }
        if (statement instanceof MergeStatement merge) {
            return new Changing(statement, "MERGE", Written.name(merge.target()));
        }
        return new Changing(statement, "ON CONFLICT", Written.name(((InsertStatement) statement).target()));
    }

    /** Whether a failure only tells that others have changed something meanwhile, so that the statement is tried again. */
    boolean isMeanwhile(MillraceException failure) {
        return failure.code() == ErrorCode.WRITE_CONFLICT
                || (failure.code() == ErrorCode.UNIQUE_VIOLATION && statement instanceof InsertStatement);
    }

    /** Whether rows have to be told apart by their key. */
    boolean needsKey() {
        return statement instanceof MergeStatement || statement instanceof InsertStatement;
    }
}
