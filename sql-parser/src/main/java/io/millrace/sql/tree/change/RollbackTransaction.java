package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ROLLBACK}. */
public final class RollbackTransaction extends Statement {

    public RollbackTransaction(SqlParserPos position) {
        super(position);
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public RollbackTransaction clone(SqlParserPos position) {
        return new RollbackTransaction(position);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ROLLBACK");
    }
}
