package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … RENAME COLUMN column TO other}. */
public final class RenameColumn extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlIdentifier column;
    private final SqlIdentifier to;

    public RenameColumn(
            SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlIdentifier column, SqlIdentifier to) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.column = column;
        this.to = to;
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier column() {
        return column;
    }

    public SqlIdentifier to() {
        return to;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, column, to);
    }

    @Override
    public RenameColumn clone(SqlParserPos position) {
        return new RenameColumn(position, kind, name, column, to);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("RENAME COLUMN");
        column.unparse(writer, 0, 0);
        writer.keyword("TO");
        to.unparse(writer, 0, 0);
    }
}
