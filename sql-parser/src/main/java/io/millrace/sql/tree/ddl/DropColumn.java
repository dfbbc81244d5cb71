package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … DROP COLUMN column}. */
public final class DropColumn extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlIdentifier column;

    public DropColumn(SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlIdentifier column) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.column = column;
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

    @Override
    public List<SqlNode> children() {
        return nodes(name, column);
    }

    @Override
    public DropColumn clone(SqlParserPos position) {
        return new DropColumn(position, kind, name, column);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("DROP COLUMN");
        column.unparse(writer, 0, 0);
    }
}
