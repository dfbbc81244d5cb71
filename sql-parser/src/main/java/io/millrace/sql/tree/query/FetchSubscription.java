package io.millrace.sql.tree.query;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code FETCH n FROM subscription}: the next rows, and a return in finite time. */
public final class FetchSubscription extends Statement {
    private final SqlNode limit;
    private final SqlIdentifier name;
    private final List<WithOption> options;

    public FetchSubscription(SqlParserPos position, SqlNode limit, SqlIdentifier name, List<WithOption> options) {
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

    public List<WithOption> options() {
        return options;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(limit, name, options);
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
