package io.millrace.sql.tree;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code FETCH n FROM subscription}: the next rows, and a return in finite time. */
public final class FetchSubscription extends StatementNode {
    private final SqlNode limit;
    private final SqlIdentifier name;
    private final List<Option> options;

    public FetchSubscription(SqlParserPos position, SqlNode limit, SqlIdentifier name, List<Option> options) {
        super(position);
        this.limit = limit;
        this.name = name;
        this.options = List.copyOf(options);
    }

    /** A whole number or a parameter. */
    public SqlNode limit() {
        return limit;
    }

    public SqlIdentifier name() {
        return name;
    }

    public List<Option> options() {
        return options;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(limit, name, options);
    }

    @Override
    public <R> R accept(StatementVisitor<R> visitor) {
        return visitor.visitFetchSubscription(this);
    }

    @Override
    public FetchSubscription clone(SqlParserPos position) {
        return new FetchSubscription(position, limit, name, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("FETCH");
        limit.unparse(writer, 0, 0);
        writer.keyword("FROM");
        name.unparse(writer, 0, 0);
        unparseOptions(writer, options);
    }
}
