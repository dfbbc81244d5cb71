package io.millrace.sql.tree.change;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ON CONFLICT [(columns)] DO NOTHING} or {@code … DO UPDATE SET … [WHERE …]}. */
public final class OnConflict extends TreeNode {
    private final List<SqlIdentifier> columns;
    private final List<Assignment> assignments;
    private final Optional<SqlNode> where;

    /** @param assignments none for DO NOTHING */
    public OnConflict(
            SqlParserPos position, List<SqlIdentifier> columns, List<Assignment> assignments, Optional<SqlNode> where) {
        super(position);
        this.columns = List.copyOf(columns);
        this.assignments = List.copyOf(assignments);
        this.where = where;
    }

    public List<SqlIdentifier> columns() {
        return columns;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    public Optional<SqlNode> where() {
        return where;
    }

    /** Whether rows that are there stay as they are. */
    public boolean doesNothing() {
        return assignments.isEmpty();
    }

    @Override
    public List<SqlNode> children() {
        return nodes(columns, assignments, where);
    }

    @Override
    public OnConflict clone(SqlParserPos position) {
        return new OnConflict(position, columns, assignments, where);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ON CONFLICT");
        unparseList(writer, columns);
        if (doesNothing()) {
            writer.keyword("DO NOTHING");
            return;
        }
        writer.keyword("DO UPDATE SET");
        Assignment.unparseAll(writer, assignments);
        if (where.isPresent()) {
            writer.keyword("WHERE");
            where.get().unparse(writer, 0, 0);
        }
    }
}
