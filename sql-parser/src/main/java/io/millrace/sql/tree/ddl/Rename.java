package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … RENAME TO other}, and {@code ALTER … SET SCHEMA other}: then the new name has two parts. */
public final class Rename extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlIdentifier to;

    public Rename(SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlIdentifier to) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.to = to;
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier to() {
        return to;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, to);
    }

    @Override
    public Rename clone(SqlParserPos position) {
        return new Rename(position, kind, name, to);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("RENAME TO");
        to.unparse(writer, 0, 0);
    }
}
