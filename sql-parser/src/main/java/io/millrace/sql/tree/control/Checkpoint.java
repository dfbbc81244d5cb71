package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CHECKPOINT}: makes the state of every query durable now. */
public final class Checkpoint extends Statement {

    public Checkpoint(SqlParserPos position) {
        super(position);
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public Checkpoint clone(SqlParserPos position) {
        return new Checkpoint(position);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("CHECKPOINT");
    }
}
