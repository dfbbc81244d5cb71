package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SECRET p} as the value of an option. */
public final class SecretReference extends TreeNode {
    private final SqlIdentifier name;

    public SecretReference(SqlParserPos position, SqlIdentifier name) {
        super(position);
        this.name = name;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public SecretReference clone(SqlParserPos position) {
        return new SecretReference(position, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SECRET");
        name.unparse(writer, 0, 0);
    }
}
