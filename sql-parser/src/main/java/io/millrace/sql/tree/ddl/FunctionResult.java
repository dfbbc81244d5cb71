package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What a function gives: {@code RETURNS type} or {@code RETURNS TABLE (name type, …)}. */
public final class FunctionResult extends TreeNode {
    private final Optional<SqlDataTypeSpec> type;
    private final List<Parameter> columns;

    /** @param type of a value; empty for a table */
    public FunctionResult(SqlParserPos position, Optional<SqlDataTypeSpec> type, List<Parameter> columns) {
        super(position);
        this.type = type;
        this.columns = List.copyOf(columns);
    }

    public boolean isTable() {
        return type.isEmpty();
    }

    /** The type of a value; empty for a table. */
    public Optional<SqlDataTypeSpec> type() {
        return type;
    }

    /** The columns of a table; none for a value. */
    public List<Parameter> columns() {
        return columns;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(type, columns);
    }

    @Override
    public FunctionResult clone(SqlParserPos position) {
        return new FunctionResult(position, type, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (type.isPresent()) {
            type.get().unparse(writer, 0, 0);
        } else {
            writer.keyword("TABLE");
            unparseParentheses(writer, columns);
        }
    }
}
