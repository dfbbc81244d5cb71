package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.UserFunction;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.change.ChangePlanning;
import io.millrace.planner.change.MergePlanning;
import io.millrace.planner.change.ReturningPlanning;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.Cancellation;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.Returning;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * Turns queries into graphs. Thread-safe; keeps nothing from one statement to the next.
 *
 * <p>Whether a query is continuous is said by the {@link PlanMode}, not by the word STREAM. All errors of users are
 * {@link io.millrace.spi.error.MillraceException}s with the position in the text.
 */
public final class Planner {

    private final Cancellation cancellation;
    private final boolean unbound;

    public Planner() {
        this(Cancellation.NEVER, false);
    }

    private Planner(Cancellation cancellation, boolean unbound) {
        this.cancellation = cancellation;
        this.unbound = unbound;
    }

    /** A planner that ends its work when that is not wanted any more. */
    public Planner during(Cancellation wanted) {
        return new Planner(wanted, unbound);
    }

    /**
     * A planner that gives parameters no values: its graphs have {@link io.millrace.dstream.expression.Placeholder}s. It refuses what can
     * only be planned with values.
     */
    public Planner unbound() {
        return new Planner(cancellation, true);
    }

    /** Plans a query without parameters. */
    public PlannedQuery plan(QueryStatement query, Catalog catalog, PlanMode mode) {
        return plan(query, catalog, mode, List.of());
    }

    /**
     * Plans a query.
     *
     * @param parameters the values of its {@code ?} parameters, one each
     */
    public PlannedQuery plan(QueryStatement query, Catalog catalog, PlanMode mode, List<Literal> parameters) {
        return new QueryPlanning(catalog, mode, cancellation, unbound).plan(query, parameters);
    }

    /** Checks a query and says what it needs and gives, without values for its parameters. */
    public Signature describe(QueryStatement query, Catalog catalog) {
        return new QueryPlanning(catalog, PlanMode.RESULT, cancellation).describe(query);
    }

    /**
     * Plans an INSERT.
     *
     * @param mode RESULT for an INSERT that ends, SINK for a standing query
     */
    public PlannedInsert planInsert(InsertStatement insert, Catalog catalog, PlanMode mode, List<Literal> parameters) {
        return new QueryPlanning(catalog, mode, cancellation).insert(insert, parameters);
    }

    /** Checks an INSERT and says what parameters it needs; there are no result columns. */
    public Signature describeInsert(InsertStatement insert, Catalog catalog) {
        return new QueryPlanning(catalog, PlanMode.RESULT, cancellation).describeInsert(insert);
    }

    /** Plans an UPDATE. */
    public PlannedChange planUpdate(UpdateStatement update, Catalog catalog, List<Literal> parameters) {
        return changing(catalog).change(update, planning(update), parameters);
    }

    /** Checks an UPDATE and says what parameters it needs. */
    public Signature describeUpdate(UpdateStatement update, Catalog catalog) {
        return changing(catalog).describeChange(update, planning(update));
    }

    /** Plans a DELETE. */
    public PlannedChange planDelete(DeleteStatement delete, Catalog catalog, List<Literal> parameters) {
        return changing(catalog).change(delete, planning(delete), parameters);
    }

    /** Checks a DELETE and says what parameters it needs. */
    public Signature describeDelete(DeleteStatement delete, Catalog catalog) {
        return changing(catalog).describeChange(delete, planning(delete));
    }

    /** Plans a MERGE. */
    public PlannedChange planMerge(MergeStatement merge, Catalog catalog, List<Literal> parameters) {
        return changing(catalog).change(merge, planning(merge), parameters);
    }

    /** Checks a MERGE and says what parameters it needs. */
    public Signature describeMerge(MergeStatement merge, Catalog catalog) {
        return changing(catalog).describeChange(merge, planning(merge));
    }

    /** Plans what becomes of the rows of an INSERT with ON CONFLICT, which are read as {@link MergePlanning#EXCLUDED}. */
    public PlannedChange planConflict(
            InsertStatement insert, List<Integer> key, Catalog catalog, List<Literal> parameters) {
        return changing(withExcluded(insert, catalog)).change(insert, planning(insert, key), parameters);
    }

    /** Checks the ON CONFLICT of an INSERT and says what parameters it needs. */
    public Signature describeConflict(InsertStatement insert, List<Integer> key, Catalog catalog) {
        return changing(withExcluded(insert, catalog)).describeChange(insert, planning(insert, key));
    }

    private static Catalog withExcluded(InsertStatement insert, Catalog catalog) {
        return catalog.with(MergePlanning.excluded(RelationLookup.get(catalog, insert.target()), insert.target()));
    }

    /** Plans RETURNING as a query of the target, whose rows are those that were changed. */
    public PlannedQuery planReturning(
            Returning returning,
            SqlIdentifier target,
            Optional<SqlIdentifier> alias,
            Catalog catalog,
            List<Literal> parameters) {
        return changing(catalog).part(returning, () -> ReturningPlanning.query(returning, target, alias), parameters);
    }

    /** Checks RETURNING and says what it gives. */
    public Signature describeReturning(
            Returning returning, SqlIdentifier target, Optional<SqlIdentifier> alias, Catalog catalog) {
        return changing(catalog).describePart(returning, () -> ReturningPlanning.query(returning, target, alias));
    }

    private static Function<Catalog, ChangePlanning> planning(MergeStatement merge) {
        return catalog -> MergePlanning.merge(merge, RelationLookup.get(catalog, merge.target()));
    }

    private static Function<Catalog, ChangePlanning> planning(InsertStatement insert, List<Integer> key) {
        return catalog -> MergePlanning.conflict(insert, RelationLookup.get(catalog, insert.target()), key);
    }

    private QueryPlanning changing(Catalog catalog) {
        return new QueryPlanning(catalog, PlanMode.RESULT, cancellation, unbound);
    }

    private static Function<Catalog, ChangePlanning> planning(UpdateStatement update) {
        return catalog -> ChangePlanning.update(update, RelationLookup.get(catalog, update.target()));
    }

    private static Function<Catalog, ChangePlanning> planning(DeleteStatement delete) {
        return catalog -> ChangePlanning.delete(delete, RelationLookup.get(catalog, delete.target()));
    }

    /** Plans an expression over the columns of one row: a computed column or a watermark. */
    public Expression planExpression(SqlNode expression, RowType scope) {
        return planExpression(expression, scope, CalledFunctions.none());
    }

    /** The same for an expression that may call functions of users. */
    public Expression planExpression(SqlNode expression, RowType scope, CalledFunctions functions) {
        return ExpressionPlanning.plan(expression, scope, functions, cancellation);
    }

    /**
     * Refuses what gives another value each time in an expression that is computed again when rows are read again.
     *
     * @return the expression
     */
    public Expression planRepeatable(SqlNode expression, RowType scope, CalledFunctions functions) {
        return ExpressionPlanning.plan(expression, scope, functions, true, cancellation);
    }

    /** Checks that an expression can be the DEFAULT of a column, and gives it as SQL. */
    public String planDefault(SqlNode value, Field column, CalledFunctions functions) {
        return new QueryPlanning(functions.catalog(), PlanMode.RESULT, cancellation)
                .defaultText(value, column, functions);
    }

    /**
     * Checks a function that is to be made.
     *
     * @param again whether it was made before: then its name is its own, though the server may have such a function itself by now
     */
    public UserFunction planFunction(CreateFunction statement, Catalog catalog, String sql, boolean again) {
        return new FunctionPlanning(catalog, cancellation).plan(statement, sql, again);
    }

    /** Plans a DEFAULT as {@link #planDefault} gave it, as a value of its column; text is not cut. */
    public Expression planDefaultValue(String text, Field column, CalledFunctions functions) {
        TypeKind kind = column.type().kind();
        boolean stays = kind == TypeKind.CHAR || kind == TypeKind.VARCHAR;
        String typed = stays ? text : "CAST(" + text + " AS " + column.type().sql() + ")";
        return planExpression(
                SqlParsing.parseExpression(typed), RowType.of(new Field("one", Type.BOOLEAN, false)), functions);
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
