package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER … SET (…)}: changes options of an existing object. */
public final class AlterOptions extends StatementNode {
    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final List<Option> options;

    public AlterOptions(SqlParserPos position, ObjectKind kind, SqlIdentifier name, List<Option> options) {
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

    public List<Option> options() {
        return options;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, options);
    }

    @Override
    public <R> R accept(StatementVisitor<R> visitor) {
        return visitor.visitAlterOptions(this);
    }

    @Override
    public AlterOptions clone(SqlParserPos position) {
        return new AlterOptions(position, kind, name, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER " + kind.sql());
        name.unparse(writer, 0, 0);
        writer.keyword("SET");
        unparseList(writer, options);
    }
}
