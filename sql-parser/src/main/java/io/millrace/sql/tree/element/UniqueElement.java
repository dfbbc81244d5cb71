package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code UNIQUE (a, b)}: no two rows may have the same values there. */
public final class UniqueElement extends TreeNode implements TableElement {
    private final List<SqlIdentifier> columns;

    public UniqueElement(SqlParserPos position, List<SqlIdentifier> columns) {
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
        return visitor.visitUnique(this);
    }

    @Override
    public UniqueElement clone(SqlParserPos position) {
        return new UniqueElement(position, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("UNIQUE");
        unparseList(writer, columns);
    }
}
