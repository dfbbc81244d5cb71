package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET key = value}. */
public final class SetOption extends Statement {
    private final SqlIdentifier key;
    private final SqlNode value;

    public SetOption(SqlParserPos position, SqlIdentifier key, SqlNode value) {
        super(position);
        this.key = key;
        this.value = value;
    }

    public SqlIdentifier key() {
        return key;
    }

    /** A literal, or an identifier for a bare word. */
    public SqlNode value() {
        return value;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(key, value);
    }

    @Override
    public SetOption clone(SqlParserPos position) {
        return new SetOption(position, key, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SET");
        key.unparse(writer, 0, 0);
        writer.keyword("=");
        value.unparse(writer, 0, 0);
    }
}
