package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE CONNECTION}: named options that several streams and sinks share. */
public final class CreateConnection extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final List<WithOption> options;

    public CreateConnection(SqlParserPos position, CreateMode mode, SqlIdentifier name, List<WithOption> options) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.options = List.copyOf(options);
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<WithOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, options);
    }

    @Override
    public CreateConnection clone(SqlParserPos position) {
        return new CreateConnection(position, mode, name, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "CONNECTION");
        name.unparse(writer, 0, 0);
        unparseOptions(writer, options);
    }
}
