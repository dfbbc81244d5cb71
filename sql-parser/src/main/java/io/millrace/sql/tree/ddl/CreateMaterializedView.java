package io.millrace.sql.tree.ddl;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE MATERIALIZED VIEW}: a named query whose result is kept up to date. */
public final class CreateMaterializedView extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final List<SqlIdentifier> columns;
    private final List<WithOption> options;
    private final QueryStatement query;

    public CreateMaterializedView(
            SqlParserPos position,
            CreateMode mode,
            SqlIdentifier name,
            List<SqlIdentifier> columns,
            List<WithOption> options,
            QueryStatement query) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.options = List.copyOf(options);
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

    public List<WithOption> options() {
        return options;
    }

    public QueryStatement query() {
        return query;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, columns, options, query);
    }

    @Override
    public CreateMaterializedView clone(SqlParserPos position) {
        return new CreateMaterializedView(position, mode, name, columns, options, query);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "MATERIALIZED VIEW");
        name.unparse(writer, 0, 0);
        unparseList(writer, columns);
        unparseOptions(writer, options);
        unparseAs(writer, Optional.of(query));
    }
}
