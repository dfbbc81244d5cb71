package io.millrace.sql.tree.query;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A query with its EMIT clause: a statement of its own, or what stands after AS or INSERT INTO. */
public final class QueryStatement extends Statement {
    private final SqlNode query;
    private final Optional<Emit> emit;
    private final boolean continuous;

    public QueryStatement(SqlParserPos position, SqlNode query, Optional<Emit> emit) {
        super(position);
        this.query = UnionChains.balanced(query);
        this.emit = emit;
        this.continuous = StripStream.isContinuous(this.query);
    }

    /** The query as written; see {@link #batchQuery()} for the form that can be validated. */
    public SqlNode query() {
        return query;
    }

    /** A copy of the query without the word STREAM anywhere, for Calcite to validate and rewrite. */
    public SqlNode batchQuery() {
        return StripStream.from(query);
    }

    public Optional<Emit> emit() {
        return emit;
    }

    /** Whether the outermost SELECT says STREAM, so that the query never ends by itself. */
    public boolean continuous() {
        return continuous;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(query, emit);
    }

    @Override
    public QueryStatement clone(SqlParserPos position) {
        return new QueryStatement(position, query, emit);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        query.unparse(writer, 0, 0);
        if (emit.isPresent()) {
            emit.get().unparse(writer, 0, 0);
        }
    }
}
