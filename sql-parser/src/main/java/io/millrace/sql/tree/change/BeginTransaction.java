package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code BEGIN}: the writes that follow land together at COMMIT. */
public final class BeginTransaction extends Statement {

    public BeginTransaction(SqlParserPos position) {
        super(position);
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public BeginTransaction clone(SqlParserPos position) {
        return new BeginTransaction(position);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("BEGIN");
    }
}
