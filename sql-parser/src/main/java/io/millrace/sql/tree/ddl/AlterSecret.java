package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER SECRET … AS '…'}: another value in the place of the one that was given before. */
public final class AlterSecret extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlLiteral value;

    public AlterSecret(SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlLiteral value) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.value = value;
    }

    public ObjectKind kind() {
        return kind;
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
    public AlterSecret clone(SqlParserPos position) {
        return new AlterSecret(position, kind, name, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("AS");
        value.unparse(writer, 0, 0);
    }
}
