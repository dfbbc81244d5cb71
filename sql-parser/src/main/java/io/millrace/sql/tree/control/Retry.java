package io.millrace.sql.tree.control;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER SINK … RETRY}: what waits or failed is tried again at once. */
public final class Retry extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;

    public Retry(SqlParserPos position, ObjectKind kind, SqlIdentifier name) {
        super(position);
        this.kind = kind;
        this.name = name;
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public Retry clone(SqlParserPos position) {
        return new Retry(position, kind, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("RETRY");
    }
}
