package io.millrace.sql.tree.show;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN} of a statement, which is not executed except by {@code EXPLAIN ANALYZE}. */
public final class Explain extends Statement {
    private final ExplainMode mode;
    private final Statement statement;

    public Explain(SqlParserPos position, ExplainMode mode, Statement statement) {
        super(position);
        this.mode = mode;
        this.statement = statement;
    }

    public ExplainMode mode() {
        return mode;
    }

    public Statement statement() {
        return statement;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(statement);
    }

    @Override
    public Explain clone(SqlParserPos position) {
        return new Explain(position, mode, statement);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(mode.sql());
        statement.unparse(writer, 0, 0);
    }
}
