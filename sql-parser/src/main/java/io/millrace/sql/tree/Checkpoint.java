package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CHECKPOINT}: makes the state of every query durable now. */
public final class Checkpoint extends StatementNode {

    public Checkpoint(SqlParserPos position) {
        super(position);
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public <R> R accept(StatementVisitor<R> visitor) {
        return visitor.visitCheckpoint(this);
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
