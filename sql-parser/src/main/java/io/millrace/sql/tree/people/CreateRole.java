package io.millrace.sql.tree.people;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.ddl.CreateMode;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE ROLE}. */
public final class CreateRole extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;

    public CreateRole(SqlParserPos position, CreateMode mode, SqlIdentifier name) {
        super(position);
        this.mode = mode;
        this.name = name;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public CreateRole clone(SqlParserPos position) {
        return new CreateRole(position, mode, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "ROLE");
        name.unparse(writer, 0, 0);
    }
}
