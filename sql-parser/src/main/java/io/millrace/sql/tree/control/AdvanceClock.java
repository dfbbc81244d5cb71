package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ADVANCE CLOCK TO} and {@code ADVANCE CLOCK BY}: moves the manual clock. */
public final class AdvanceClock extends Statement {

    /** What the expression says. */
    public enum Kind {
        /** The new time. */
        TO,
        /** How far time moves. */
        BY
    }

    private final Kind kind;
    private final SqlNode time;

    public AdvanceClock(SqlParserPos position, Kind kind, SqlNode time) {
        super(position);
        this.kind = kind;
        this.time = time;
    }

    public Kind kind() {
        return kind;
    }

    /** A timestamp or an interval, as {@link #kind} says. */
    public SqlNode time() {
        return time;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(time);
    }

    @Override
    public AdvanceClock clone(SqlParserPos position) {
        return new AdvanceClock(position, kind, time);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ADVANCE CLOCK " + kind);
        time.unparse(writer, 0, 0);
    }
}
