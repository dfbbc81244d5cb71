package io.millrace.sql.tree.change;

import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.TreeNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code column = value} behind SET; the value may be {@code DEFAULT}. */
public final class Assignment extends TreeNode {
    private final SqlIdentifier column;
    private final SqlNode value;

    public Assignment(SqlParserPos position, SqlIdentifier column, SqlNode value) {
        super(position);
        this.column = column;
        this.value = value;
    }

    /** {@code (a, b) = (1, 2)}: one for each column. */
    public static List<Assignment> each(SqlParserPos position, List<SqlIdentifier> columns, List<SqlNode> values) {
        if (columns.size() != values.size()) {
            throw new SqlSyntaxException(
                    position, columns.size() + " columns are assigned, but there are " + values.size() + " values");
        }
        List<Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            assignments.add(new Assignment(position, columns.get(i), values.get(i)));
        }
        return assignments;
    }

    public SqlIdentifier column() {
        return column;
    }

    public SqlNode value() {
        return value;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(column, value);
    }

    @Override
    public Assignment clone(SqlParserPos position) {
        return new Assignment(position, column, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        column.unparse(writer, 0, 0);
        writer.keyword("=");
        value.unparse(writer, 0, 0);
    }

    static void unparseAll(SqlWriter writer, List<Assignment> assignments) {
        SqlWriter.Frame frame = writer.startList("", "");
        for (Assignment assignment : assignments) {
            writer.sep(",");
            assignment.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }
}
