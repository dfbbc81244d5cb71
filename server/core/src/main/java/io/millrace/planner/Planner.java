package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.dstream.Expression;
import io.millrace.dstream.Literal;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * Turns queries into graphs. Thread-safe; keeps nothing from one statement to the next.
 *
 * <p>Takes syntax trees without the word STREAM: whether a query is continuous is said by the {@link PlanMode}. Trees are
 * rewritten while they are planned and cannot be planned twice. All errors of users are
 * {@link io.millrace.spi.error.MillraceException}s with the position in the text.
 */
public final class Planner {

    private final Function<String, SqlNode> parser;

    /**
     * @param parser reads the text of a plain view's query when the view is expanded
     */
    public Planner(Function<String, SqlNode> parser) {
        this.parser = parser;
    }

    /** Plans a query without parameters. */
    public PlannedQuery plan(SqlNode query, Catalog catalog, PlanMode mode) {
        return plan(query, catalog, mode, List.of());
    }

    /**
     * Plans a query.
     *
     * @param parameters the values of its {@code ?} parameters, one each
     */
    public PlannedQuery plan(SqlNode query, Catalog catalog, PlanMode mode, List<Literal> parameters) {
        return new QueryPlanning(catalog, parser, mode).plan(query, parameters);
    }

    /** Checks a query and says what it needs and gives, without values for its parameters. */
    public Signature describe(SqlNode query, Catalog catalog) {
        return new QueryPlanning(catalog, parser, PlanMode.RESULT).describe(query);
    }

    /**
     * Plans an INSERT.
     *
     * @param columns the columns that the statement names; none when it names none
     * @param source VALUES or a query
     * @param mode RESULT for an INSERT that ends, SINK for a standing query
     */
    public PlannedInsert planInsert(
            Relation target,
            List<SqlIdentifier> columns,
            SqlNode source,
            Catalog catalog,
            PlanMode mode,
            List<Literal> parameters) {
        return new QueryPlanning(catalog, parser, mode).insert(target, columns, source, parameters);
    }

    /** Checks an INSERT and says what parameters it needs; there are no result columns. */
    public Signature describeInsert(
            Relation target, List<SqlIdentifier> columns, SqlNode source, Catalog catalog) {
        return new QueryPlanning(catalog, parser, PlanMode.RESULT).describeInsert(target, columns, source);
    }

    /** Plans an expression over the columns of one row: a computed column or a watermark. */
    public Expression planExpression(SqlNode expression, RowType scope) {
        return ExpressionPlanning.plan(expression, scope);
    }

    /** The type that a column declaration names. */
    public Type planType(SqlDataTypeSpec type) {
        return ExpressionPlanning.type(type);
    }

    /** Plans a few queries so that the first user's query does not wait for classes to be loaded. */
    public void warmUp() {
        WarmUp.run(this);
    }
}
