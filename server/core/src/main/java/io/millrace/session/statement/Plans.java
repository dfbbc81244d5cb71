package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedChange;
import io.millrace.planner.PlannedInsert;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.planner.Signature;
import io.millrace.session.rows.ParameterLiterals;
import io.millrace.session.running.Detached;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.control.AdvanceClock;
import io.millrace.sql.tree.element.CheckElement;
import io.millrace.sql.tree.element.ComputedColumn;
import io.millrace.sql.tree.element.MetadataColumn;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.element.WatermarkElement;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The planner as statements use it: takes parts of their trees, and parameters as clients give them. */
public final class Plans {

    private final Planner planner;
    private final Cancellation cancellation;
    private final Executor workers;

    /** @param workers where planning takes place, so that nobody waits for one who does not notice that he is to stop */
    public Plans(Planner planner, Executor workers) {
        this(planner, Cancellation.NEVER, workers);
    }

    private Plans(Planner planner, Cancellation cancellation, Executor workers) {
        this.planner = planner;
        this.cancellation = cancellation;
        this.workers = workers;
    }

    /** The same for a statement that may be cancelled while it is planned. */
    Plans during(Cancellation wanted) {
        return new Plans(planner.during(wanted), wanted, workers);
    }

    private <T> T plan(Supplier<T> work) {
        return Detached.call(workers, cancellation, work);
    }

    /** Plans a query without parameters. */
    public PlannedQuery query(QueryStatement query, Catalog catalog, PlanMode mode) {
        return query(query, catalog, mode, List.of());
    }

    public PlannedQuery query(QueryStatement query, Catalog catalog, PlanMode mode, List<Object> parameters) {
        List<Literal> values = parameters.isEmpty()
                ? List.of()
                : literals(describe(query, catalog).parameters(), parameters);
        return plan(() -> planner.plan(query, catalog, mode, values));
    }

    public Signature describe(QueryStatement query, Catalog catalog) {
        return plan(() -> planner.describe(query, catalog));
    }

    public PlannedInsert insert(InsertStatement insert, Catalog catalog, List<Object> parameters) {
        List<Literal> values = parameters.isEmpty()
                ? List.of()
                : literals(describeInsert(insert, catalog).parameters(), parameters);
        return plan(() -> planner.planInsert(insert, catalog, PlanMode.RESULT, values));
    }

    public Signature describeInsert(InsertStatement insert, Catalog catalog) {
        return plan(() -> planner.describeInsert(insert, catalog));
    }

    public PlannedChange update(UpdateStatement update, Catalog catalog, List<Object> parameters) {
        List<Literal> values = parameters.isEmpty()
                ? List.of()
                : literals(describe(update, catalog).parameters(), parameters);
        return plan(() -> planner.planUpdate(update, catalog, values));
    }

    public Signature describe(UpdateStatement update, Catalog catalog) {
        return plan(() -> planner.describeUpdate(update, catalog));
    }

    public PlannedChange delete(DeleteStatement delete, Catalog catalog, List<Object> parameters) {
        List<Literal> values = parameters.isEmpty()
                ? List.of()
                : literals(describe(delete, catalog).parameters(), parameters);
        return plan(() -> planner.planDelete(delete, catalog, values));
    }

    public Signature describe(DeleteStatement delete, Catalog catalog) {
        return plan(() -> planner.describeDelete(delete, catalog));
    }

    private static List<Literal> literals(List<Field> fields, List<Object> values) {
        checkCount(fields.size(), values.size());
        List<Literal> literals = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            literals.add(ParameterLiterals.of(fields.get(i), values.get(i), "parameter " + (i + 1)));
        }
        return literals;
    }

    public static void checkCount(int expected, int given) {
        if (expected != given) {
            throw new MillraceException(
                    ErrorCode.PARAMETER_INVALID,
                    "the statement has " + expected + " parameters, but " + given + " values are given");
        }
    }

    /** {@code SELECT STREAM *} from a relation. */
    public QueryStatement selectAll(Written relation, Catalog catalog) {
        if (catalog.find(At.relation(relation)).isEmpty()) {
            throw At.error(ErrorCode.RELATION_NOT_FOUND, relation, catalog.notFound(relation.text()));
        }
        StringBuilder name = new StringBuilder();
        for (String part : relation.parts()) {
            name.append(name.length() == 0 ? "" : ".")
                    .append('"')
                    .append(part.replace("\"", "\"\""))
                    .append('"');
        }
        return (QueryStatement)
                SqlParsing.parseStatement("SELECT STREAM * FROM " + name).statement();
    }

    public Type type(PhysicalColumn column) {
        return planner.planType(column.type());
    }

    public Type type(MetadataColumn column) {
        return planner.planType(column.type());
    }

    /** @param physical the columns that it may refer to */
    public Expression expression(ComputedColumn column, RowType physical) {
        return plan(() -> planner.planExpression(column.expression(), physical));
    }

    /** @param declared the columns that it may refer to */
    public Expression expression(CheckElement check, RowType declared) {
        return plan(() -> planner.planExpression(check.condition(), declared));
    }

    /** The DEFAULT of a column as SQL; fails when it is no value for it. */
    public String defaultText(PhysicalColumn column, Field field) {
        return plan(() -> planner.planDefault(column.defaultValue().orElseThrow(), field));
    }

    /** The time of ADVANCE CLOCK, which refers to no columns. */
    public Expression constant(AdvanceClock statement) {
        return planner.planExpression(statement.time(), RowType.of(new Field("one", Type.BOOLEAN, false)));
    }

    /** @param declared the columns that it may refer to */
    public Expression expression(WatermarkElement watermark, RowType declared) {
        return plan(() -> planner.planExpression(watermark.expression(), declared));
    }
}
