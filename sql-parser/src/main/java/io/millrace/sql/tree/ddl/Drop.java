package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP} of any kind of object. */
public final class Drop extends Statement {
    private final ObjectKind kind;
    private final boolean ifExists;
    private final SqlIdentifier name;
    private final boolean cascade;

    public Drop(SqlParserPos position, ObjectKind kind, boolean ifExists, SqlIdentifier name, boolean cascade) {
        super(position);
        this.kind = kind;
        this.ifExists = ifExists;
        this.name = name;
        this.cascade = cascade;
    }

    public ObjectKind kind() {
        return kind;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public Drop clone(SqlParserPos position) {
        return new Drop(position, kind, ifExists, name, cascade);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("DROP " + kind.sql());
        if (ifExists) {
            writer.keyword("IF EXISTS");
        }
        name.unparse(writer, 0, 0);
        if (cascade) {
            writer.keyword("CASCADE");
        }
    }
}
