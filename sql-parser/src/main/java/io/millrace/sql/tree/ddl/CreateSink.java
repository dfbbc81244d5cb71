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

/** {@code CREATE SINK}: sends the changes of a relation or of a query out of the server. */
public final class CreateSink extends Statement {
    private final CreateMode mode;
    private final SqlIdentifier name;
    private final SqlNode input;
    private final List<WithOption> options;

    public CreateSink(
            SqlParserPos position, CreateMode mode, SqlIdentifier name, SqlNode input, List<WithOption> options) {
        super(position);
        this.mode = mode;
        this.name = name;
        this.input = input;
        this.options = List.copyOf(options);
    }

    public CreateMode mode() {
        return mode;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** A {@link SqlIdentifier} or a {@link QueryStatement}. */
    public SqlNode input() {
        return input;
    }

    public List<WithOption> options() {
        return options;
    }

    /** The relation after FROM, if the sink was written so. */
    public Optional<SqlIdentifier> relation() {
        return input instanceof SqlIdentifier relation ? Optional.of(relation) : Optional.empty();
    }

    /** The query after AS, if the sink was written so. */
    public Optional<QueryStatement> query() {
        return input instanceof QueryStatement query ? Optional.of(query) : Optional.empty();
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name, input, options);
    }

    @Override
    public CreateSink clone(SqlParserPos position) {
        return new CreateSink(position, mode, name, input, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        mode.unparse(writer, "SINK");
        name.unparse(writer, 0, 0);
        writer.keyword(input instanceof SqlIdentifier ? "FROM" : "AS");
        input.unparse(writer, 0, 0);
        unparseOptions(writer, options);
    }
}
