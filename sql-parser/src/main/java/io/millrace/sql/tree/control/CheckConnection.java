package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CHECK CONNECTION}: connects once, and says what has answered. */
public final class CheckConnection extends Statement {
    private final SqlIdentifier name;

    public CheckConnection(SqlParserPos position, SqlIdentifier name) {
        super(position);
        this.name = name;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> children() {
        return List.of(name);
    }

    @Override
    public CheckConnection clone(SqlParserPos position) {
        return new CheckConnection(position, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("CHECK CONNECTION");
        name.unparse(writer, 0, 0);
    }
}
