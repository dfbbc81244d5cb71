package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE SECRET}: a value that options refer to by name and that is never shown again. */
public final class CreateSecret extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final SqlLiteral value;

    public CreateSecret(SqlParserPos position, CreateMode mode, SqlIdentifier name, SqlLiteral value) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.value = value;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlLiteral value() {
        return value;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, value);
    }

    @Override
    public CreateSecret clone(SqlParserPos position) {
        return new CreateSecret(position, mode, name, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "SECRET");
        name.unparse(writer, 0, 0);
        writer.keyword("AS");
        value.unparse(writer, 0, 0);
    }
}
