package io.millrace.sql.tree.show;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SHOW CREATE}: the statement that would create an object again. */
public final class ShowCreate extends Statement {
    private final Optional<ObjectKind> kind;
    private final SqlIdentifier name;

    public ShowCreate(SqlParserPos position, Optional<ObjectKind> kind, SqlIdentifier name) {
        super(position);
        this.kind = kind;
        this.name = name;
    }

    public Optional<ObjectKind> kind() {
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
    public ShowCreate clone(SqlParserPos position) {
        return new ShowCreate(position, kind, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW CREATE");
        if (kind.isPresent()) {
            writer.keyword(kind.get().sql());
        }
        name.unparse(writer, 0, 0);
    }
}
