package io.millrace.sql.tree.query;

import io.millrace.sql.tree.TreeNode;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EMIT …}: when a continuous query lets its results out. */
public final class Emit extends TreeNode {
    private final EmitMode mode;
    private final boolean fill;

    public Emit(SqlParserPos position, EmitMode mode, boolean fill) {
        super(position);
        this.mode = mode;
        this.fill = fill;
    }

    public EmitMode mode() {
        return mode;
    }

    /** Whether empty windows give rows too. */
    public boolean fill() {
        return fill;
    }

    @Override
    public List<SqlNode> children() {
        return List.of();
    }

    @Override
    public Emit clone(SqlParserPos position) {
        return new Emit(position, mode, fill);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("EMIT " + mode.sql());
        if (fill) {
            writer.keyword("FILL");
        }
    }
}
