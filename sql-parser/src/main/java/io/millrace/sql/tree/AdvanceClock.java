package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ADVANCE CLOCK TO}: moves the manual clock. */
public final class AdvanceClock extends StatementNode {
    private final SqlNode instant;

    public AdvanceClock(SqlParserPos position, SqlNode instant) {
        super(position);
        this.instant = instant;
    }

    public SqlNode instant() {
        return instant;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(instant);
    }

    @Override
    public <R> R accept(StatementVisitor<R> visitor) {
        return visitor.visitAdvanceClock(this);
    }

    @Override
    public AdvanceClock clone(SqlParserPos position) {
        return new AdvanceClock(position, instant);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ADVANCE CLOCK TO");
        instant.unparse(writer, 0, 0);
    }
}
