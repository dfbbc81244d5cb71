package io.millrace.sql.tree.people;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER USER … PASSWORD}. */
public final class AlterUser extends Statement {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final List<WithOption> options;

    /** @param kind as written: only users have passwords */
    public AlterUser(SqlParserPos position, ObjectKind kind, SqlIdentifier name, List<WithOption> options) {
        super(position);
        this.kind = kind;
        this.name = name;
        this.options = List.copyOf(options);
    }

    public ObjectKind kind() {
        return kind;
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
    public AlterUser clone(SqlParserPos position) {
        return new AlterUser(position, kind, name, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        unparseOptions(writer, options);
    }
}
