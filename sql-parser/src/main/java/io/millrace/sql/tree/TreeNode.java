package io.millrace.sql.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/**
 * A node that Calcite does not know; to its visitors it is a call whose operands are {@link #children()}.
 *
 * <p>Nodes are immutable and are equal when they read the same.
 */
public abstract class TreeNode extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("MILLRACE", SqlKind.OTHER_DDL);

    protected TreeNode(SqlParserPos position) {
        super(position);
    }

    /** The parts that are nodes themselves, in the order of the text. */
    public abstract List<SqlNode> children();

    @Override
    public abstract TreeNode clone(SqlParserPos position);

    @Override
    public abstract void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence);

    @Override
    public final SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public final List<SqlNode> getOperandList() {
        return children();
    }

    @Override
    public final boolean equalsDeep(SqlNode other, Litmus litmus) {
        boolean equal =
                other != null && other.getClass() == getClass() && toString().equals(other.toString());
        return equal ? litmus.succeed() : litmus.fail("{} differs from {}", this, other);
    }

    @Override
    public final String toString() {
        return TreeText.of(this);
    }

    /** Flattens nodes, optional nodes and lists of nodes. */
    protected static List<SqlNode> nodes(Object... parts) {
        List<SqlNode> nodes = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof SqlNode node) {
                nodes.add(node);
            } else if (part instanceof Optional<?> optional) {
                optional.ifPresent(value -> nodes.add((SqlNode) value));
            } else {
                ((List<?>) part).forEach(value -> nodes.add((SqlNode) value));
            }
        }
        return List.copyOf(nodes);
    }

    /** Writes a list in parentheses, or nothing when it is empty. */
    protected static void unparseList(SqlWriter writer, List<?> list) {
        if (!list.isEmpty()) {
            unparseParentheses(writer, list);
        }
    }

    protected static void unparseParentheses(SqlWriter writer, List<?> list) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (Object item : list) {
            writer.sep(",");
            ((SqlNode) item).unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }

    protected static void unparseNames(SqlWriter writer, List<SqlIdentifier> names) {
        SqlWriter.Frame frame = writer.startList("", "");
        for (SqlIdentifier name : names) {
            writer.sep(",");
            name.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }

    protected static void unparseOptions(SqlWriter writer, List<? extends SqlNode> options) {
        if (!options.isEmpty()) {
            writer.keyword("WITH");
            unparseParentheses(writer, options);
        }
    }

    protected static void unparseAs(SqlWriter writer, Optional<? extends SqlNode> query) {
        if (query.isPresent()) {
            writer.keyword("AS");
            query.get().unparse(writer, 0, 0);
        }
    }
}
