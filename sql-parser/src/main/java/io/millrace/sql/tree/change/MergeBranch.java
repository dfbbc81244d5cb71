package io.millrace.sql.tree.change;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code WHEN [NOT] MATCHED [AND …] THEN …} of a MERGE. */
public final class MergeBranch extends TreeNode {

    /** What is done with a row. */
    public enum Action {
        UPDATE,
        DELETE,
        INSERT,
        NOTHING
    }

    private final boolean matched;
    private final Optional<SqlNode> condition;
    private final Action action;
    private final List<Assignment> assignments;
    private final List<SqlIdentifier> columns;
    private final List<SqlNode> values;

    private MergeBranch(
            SqlParserPos position,
            boolean matched,
            Optional<SqlNode> condition,
            Action action,
            List<Assignment> assignments,
            List<SqlIdentifier> columns,
            List<SqlNode> values) {
        super(position);
        this.matched = matched;
        this.condition = condition;
        this.action = action;
        this.assignments = List.copyOf(assignments);
        this.columns = List.copyOf(columns);
        this.values = List.copyOf(values);
    }

    public static MergeBranch update(
            SqlParserPos position, boolean matched, Optional<SqlNode> condition, List<Assignment> assignments) {
        return new MergeBranch(position, matched, condition, Action.UPDATE, assignments, List.of(), List.of());
    }

    /** One that inserts values into columns, all when none are named. */
    public static MergeBranch insert(
            SqlParserPos position,
            boolean matched,
            Optional<SqlNode> condition,
            List<SqlIdentifier> columns,
            List<SqlNode> values) {
        return new MergeBranch(position, matched, condition, Action.INSERT, List.of(), columns, values);
    }

    /** One that deletes the row, or leaves it. */
    public static MergeBranch of(SqlParserPos position, boolean matched, Optional<SqlNode> condition, Action action) {
        return new MergeBranch(position, matched, condition, action, List.of(), List.of(), List.of());
    }

    /** Whether it is for rows of the target that a row of the source has found, else for rows of the source that found none. */
    public boolean matched() {
        return matched;
    }

    public Optional<SqlNode> condition() {
        return condition;
    }

    public Action action() {
        return action;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    public List<SqlIdentifier> columns() {
        return columns;
    }

    public List<SqlNode> values() {
        return values;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(condition, assignments, columns, values);
    }

    @Override
    public MergeBranch clone(SqlParserPos position) {
        return new MergeBranch(position, matched, condition, action, assignments, columns, values);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(matched ? "WHEN MATCHED" : "WHEN NOT MATCHED");
        if (condition.isPresent()) {
            writer.keyword("AND");
            condition.get().unparse(writer, 0, 0);
        }
        writer.keyword("THEN");
        switch (action) {
            case UPDATE -> {
                writer.keyword("UPDATE SET");
                Assignment.unparseAll(writer, assignments);
            }
            case DELETE -> writer.keyword("DELETE");
            case INSERT -> {
                writer.keyword("INSERT");
                unparseList(writer, columns);
                writer.keyword("VALUES");
                unparseParentheses(writer, values);
            }
            case NOTHING -> writer.keyword("DO NOTHING");
        }
    }
}
