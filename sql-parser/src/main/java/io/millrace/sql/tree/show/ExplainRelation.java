package io.millrace.sql.tree.show;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN} of what runs behind an existing relation, such as {@code EXPLAIN WATERMARK v}. */
public final class ExplainRelation extends Statement {
    private final ExplainMode mode;
    private final SqlIdentifier name;

    public ExplainRelation(SqlParserPos position, ExplainMode mode, SqlIdentifier name) {
        super(position);
        this.mode = mode;
        this.name = name;
    }

    public ExplainMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public ExplainRelation clone(SqlParserPos position) {
        return new ExplainRelation(position, mode, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(mode.sql());
        name.unparse(writer, 0, 0);
    }
}
