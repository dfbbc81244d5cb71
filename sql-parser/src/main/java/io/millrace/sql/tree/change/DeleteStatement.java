package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.query.StripStream;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DELETE FROM target [WHERE …]}. */
public final class DeleteStatement extends Statement {
    private final SqlDelete delete;

    public DeleteStatement(SqlParserPos position, SqlDelete delete) {
        super(position);
        this.delete = delete;
    }

    /** Calcite's node; take {@link StripStream#from} of it before validation, which rewrites what it is given. */
    public SqlDelete delete() {
        return delete;
    }

    public SqlIdentifier target() {
        return (SqlIdentifier) delete.getTargetTable();
    }

    @Override
    public List<SqlNode> children() {
        return List.of(delete);
    }

    @Override
    public DeleteStatement clone(SqlParserPos position) {
        return new DeleteStatement(position, delete);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        delete.unparse(writer, 0, 0);
    }
}
