package io.millrace.sql.tree.element;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code WATERMARK FOR column AS expression}: the promise that no earlier row will follow. */
public final class WatermarkElement extends TreeNode implements TableElement {
    private final SqlIdentifier column;
    private final SqlNode expression;

    public WatermarkElement(SqlParserPos position, SqlIdentifier column, SqlNode expression) {
        super(position);
        this.column = column;
        this.expression = expression;
    }

    public SqlIdentifier column() {
        return column;
    }

    public SqlNode expression() {
        return expression;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(column, expression);
    }

    @Override
    public <R> R accept(TableElementVisitor<R> visitor) {
        return visitor.visitWatermark(this);
    }

    @Override
    public WatermarkElement clone(SqlParserPos position) {
        return new WatermarkElement(position, column, expression);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("WATERMARK FOR");
        column.unparse(writer, 0, 0);
        writer.keyword("AS");
        expression.unparse(writer, 0, 0);
    }
}
