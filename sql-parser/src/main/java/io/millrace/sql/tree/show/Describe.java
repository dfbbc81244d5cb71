package io.millrace.sql.tree.show;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DESCRIBE}: the columns of a relation, or one of them. */
public final class Describe extends Statement {
    private final SqlIdentifier name;
    private final Optional<SqlIdentifier> column;

    public Describe(SqlParserPos position, SqlIdentifier name, Optional<SqlIdentifier> column) {
        super(position);
        this.name = name;
        this.column = column;
    }

    public SqlIdentifier name() {
        return name;
    }

    public Optional<SqlIdentifier> column() {
        return column;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, column);
    }

    @Override
    public Describe clone(SqlParserPos position) {
        return new Describe(position, name, column);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("DESCRIBE");
        name.unparse(writer, 0, 0);
        if (column.isPresent()) {
            column.get().unparse(writer, 0, 0);
        }
    }
}
