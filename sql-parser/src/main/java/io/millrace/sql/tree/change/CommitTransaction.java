package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code COMMIT}. */
public final class CommitTransaction extends Statement {

    public CommitTransaction(SqlParserPos position) {
        super(position);
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public CommitTransaction clone(SqlParserPos position) {
        return new CommitTransaction(position);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("COMMIT");
    }
}
