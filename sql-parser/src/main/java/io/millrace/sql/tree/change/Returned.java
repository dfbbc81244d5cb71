package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** The RETURNING of a statement with the relation that it speaks of. */
public record Returned(Returning returning, SqlIdentifier target, Optional<SqlIdentifier> alias) {

    /** Empty when the statement returns no rows. */
    public static Optional<Returned> of(Statement statement) {
        if (statement instanceof InsertStatement insert) {
            return insert.returning().map(part -> new Returned(part, insert.target(), Optional.empty()));
        }
        if (statement instanceof UpdateStatement update) {
            return update.returning().map(part -> new Returned(part, update.target(), update.alias()));
        }
        if (statement instanceof DeleteStatement delete) {
            return delete.returning().map(part -> new Returned(part, delete.target(), delete.alias()));
        }
        return statement instanceof MergeStatement merge
                ? merge.returning().map(part -> new Returned(part, merge.target(), merge.alias()))
                : Optional.empty();
    }
}
