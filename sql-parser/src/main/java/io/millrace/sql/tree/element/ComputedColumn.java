package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A column that is computed from the others of the row, {@code name AS expression}; {@code GENERATED ALWAYS AS} is one with a CAST. */
public final class ComputedColumn extends TreeNode implements TableElement {
    private final SqlIdentifier name;
    private final SqlNode expression;

    public ComputedColumn(SqlParserPos position, SqlIdentifier name, SqlNode expression) {
        super(position);
        this.name = name;
        this.expression = expression;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlNode expression() {
        return expression;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, expression);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitComputedColumn(this);
    }

    @Override
    public ComputedColumn clone(SqlParserPos position) {
        return new ComputedColumn(position, name, expression);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name.unparse(writer, 0, 0);
        writer.keyword("AS");
        expression.unparse(writer, 0, 0);
    }
}
