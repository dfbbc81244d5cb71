package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code UPDATE target SET … [WHERE …] [RETURNING …]}. */
public final class UpdateStatement extends Statement {
    private final SqlIdentifier target;
    private final Optional<SqlIdentifier> alias;
    private final List<Assignment> assignments;
    private final Optional<SqlNode> where;
    private final Optional<Returning> returning;

    public UpdateStatement(
            SqlParserPos position,
            SqlIdentifier target,
            Optional<SqlIdentifier> alias,
            List<Assignment> assignments,
            Optional<SqlNode> where,
            Optional<Returning> returning) {
        super(position);
        this.target = target;
        this.alias = alias;
        this.assignments = List.copyOf(assignments);
        this.where = where;
        this.returning = returning;
    }

    public SqlIdentifier target() {
        return target;
    }

    /** The name of the target in the statement, when it has one of its own. */
    public Optional<SqlIdentifier> alias() {
        return alias;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    public Optional<SqlNode> where() {
        return where;
    }

    public Optional<Returning> returning() {
        return returning;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(target, alias, assignments, where, returning);
    }

    @Override
    public UpdateStatement clone(SqlParserPos position) {
        return new UpdateStatement(position, target, alias, assignments, where, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("UPDATE");
        target.unparse(writer, 0, 0);
        if (alias.isPresent()) {
            writer.keyword("AS");
            alias.get().unparse(writer, 0, 0);
        }
        writer.keyword("SET");
        Assignment.unparseAll(writer, assignments);
        if (where.isPresent()) {
            writer.keyword("WHERE");
            where.get().unparse(writer, 0, 0);
        }
        if (returning.isPresent()) {
            returning.get().unparse(writer, 0, 0);
        }
    }
}
