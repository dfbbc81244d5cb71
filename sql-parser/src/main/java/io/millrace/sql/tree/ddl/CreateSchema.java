package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SCHEMA}: a room for names of relations and sinks. */
public final class CreateSchema extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;

    public CreateSchema(SqlParserPos position, CreateMode mode, SqlIdentifier name) {
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
    public CreateSchema clone(SqlParserPos position) {
        return new CreateSchema(position, mode, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "SCHEMA");
        name.unparse(writer, 0, 0);
    }
}
