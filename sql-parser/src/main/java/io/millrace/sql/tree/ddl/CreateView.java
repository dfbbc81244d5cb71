package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE VIEW}: a named query that is expanded where it is used. */
public final class CreateView extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final List<SqlIdentifier> columns;
    private final QueryStatement query;

    public CreateView(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            List<SqlIdentifier> columns,
            QueryStatement query) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.query = query;
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** New names of the columns; empty to keep those of the query. */
    public List<SqlIdentifier> columns() {
        return columns;
    }

    public QueryStatement query() {
        return query;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, columns, query);
    }

    @Override
    public CreateView clone(SqlParserPos position) {
        return new CreateView(position, mode, name, columns, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "VIEW");
        name.unparse(writer, 0, 0);
        unparseList(writer, columns);
        unparseAs(writer, Optional.of(query));
    }
}
