package io.millrace.sql.tree.change;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code RETURNING items}: what a statement gives of each row that it has changed. */
public final class Returning extends TreeNode {
    private final SqlNodeList items;

    public Returning(SqlParserPos position, SqlNodeList items) {
        super(position);
        this.items = items;
    }

    /** As in a SELECT list. */
    public SqlNodeList items() {
        return items;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(items);
    }

    @Override
    public Returning clone(SqlParserPos position) {
        return new Returning(position, items);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RETURNING");
        SqlWriter.Frame frame = writer.startList("", "");
        for (SqlNode item : items) {
            writer.sep(",");
            item.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }
}
