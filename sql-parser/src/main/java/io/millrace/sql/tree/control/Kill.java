package io.millrace.sql.tree.control;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code KILL}: ends a running statement. */
public final class Kill extends Statement {
    private final SqlLiteral statementId;

    public Kill(SqlParserPos position, SqlLiteral statementId) {
        super(position);
        this.statementId = statementId;
    }

    public SqlLiteral statementId() {
        return statementId;
    }

    /** The id as text, however it was written. */
    public String id() {
        return statementId.toValue();
    }

    @Override
    public List<SqlNode> children() {
        return nodes(statementId);
    }

    @Override
    public Kill clone(SqlParserPos position) {
        return new Kill(position, statementId);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("KILL");
        statementId.unparse(writer, 0, 0);
    }
}
