package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code PRIMARY KEY (a, b)} among the elements of a table. */
public final class PrimaryKey extends TreeNode implements TableElement {
    private final List<SqlIdentifier> columns;

    public PrimaryKey(SqlParserPos position, List<SqlIdentifier> columns) {
        super(position);
        this.columns = List.copyOf(columns);
    }

    public List<SqlIdentifier> columns() {
        return columns;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(columns);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitPrimaryKey(this);
    }

    @Override
    public PrimaryKey clone(SqlParserPos position) {
        return new PrimaryKey(position, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("PRIMARY KEY");
        unparseList(writer, columns);
    }
}
