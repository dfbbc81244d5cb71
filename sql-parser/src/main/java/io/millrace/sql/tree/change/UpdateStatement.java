package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.query.StripStream;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code UPDATE target SET … [WHERE …]}. */
public final class UpdateStatement extends Statement {
    private final SqlUpdate update;

    public UpdateStatement(SqlParserPos position, SqlUpdate update) {
        super(position);
        this.update = update;
    }

    /** Calcite's node; take {@link StripStream#from} of it before validation, which rewrites what it is given. */
    public SqlUpdate update() {
        return update;
    }

    public SqlIdentifier target() {
        return (SqlIdentifier) update.getTargetTable();
    }

    @Override
    public List<SqlNode> children() {
        return List.of(update);
    }

    @Override
    public UpdateStatement clone(SqlParserPos position) {
        return new UpdateStatement(position, update);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        update.unparse(writer, 0, 0);
    }
}
