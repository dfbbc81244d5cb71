package io.millrace.sql.tree.people;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … OWNER TO user}. */
public final class AlterOwner extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final SqlIdentifier owner;

    public AlterOwner(SqlParserPos position, ObjectKind kind, SqlIdentifier name, SqlIdentifier owner) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.owner = owner;
    }

    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier owner() {
        return owner;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, owner);
    }

    @Override
    public AlterOwner clone(SqlParserPos position) {
        return new AlterOwner(position, kind, name, owner);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("OWNER TO");
        owner.unparse(writer, 0, 0);
    }
}
