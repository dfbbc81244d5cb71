package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET CLOCK}: chooses what moves event and processing time. */
public final class SetClock extends Statement {
    private final ClockMode mode;

    public SetClock(SqlParserPos position, ClockMode mode) {
        super(position);
        this.mode = mode;
    }

    public ClockMode mode() {
        return mode;
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public SetClock clone(SqlParserPos position) {
        return new SetClock(position, mode);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SET CLOCK " + mode);
    }
}
