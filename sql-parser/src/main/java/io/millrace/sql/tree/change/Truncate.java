package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code TRUNCATE TABLE target}. */
public final class Truncate extends Statement {
    private final SqlIdentifier target;

    public Truncate(SqlParserPos position, SqlIdentifier target) {
        super(position);
        this.target = target;
    }

    public SqlIdentifier target() {
        return target;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(target);
    }

    @Override
    public Truncate clone(SqlParserPos position) {
        return new Truncate(position, target);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("TRUNCATE TABLE");
        target.unparse(writer, 0, 0);
    }
}
