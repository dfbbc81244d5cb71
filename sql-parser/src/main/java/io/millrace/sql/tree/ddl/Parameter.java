package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A parameter of a function: {@code name type}. */
public final class Parameter extends TreeNode {
    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;

    public Parameter(SqlParserPos position, SqlIdentifier name, SqlDataTypeSpec type) {
        super(position);
        this.name = name;
        this.type = type;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlDataTypeSpec type() {
        return type;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, type);
    }

    @Override
    public Parameter clone(SqlParserPos position) {
        return new Parameter(position, name, type);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name.unparse(writer, 0, 0);
        type.unparse(writer, 0, 0);
    }
}
