package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.CalledFunctions;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedChange;
import io.millrace.planner.PlannedInsert;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.planner.Signature;
import io.millrace.session.Principal;
import io.millrace.session.rows.ParameterLiterals;
import io.millrace.session.running.Detached;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.Returned;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.control.AdvanceClock;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.element.CheckElement;
import io.millrace.sql.tree.element.ComputedColumn;
import io.millrace.sql.tree.element.MetadataColumn;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.element.WatermarkElement;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The planner as statements use it: takes parts of their trees, and parameters as clients give them. */
public final class Plans {

    private final Planner planner;
    private final Cancellation cancellation;
    private final Executor workers;
    private final Principal principal;
    private final String schema;

    /** @param workers where planning takes place, so that nobody waits for one who does not notice that he is to stop */
    public Plans(Planner planner, Executor workers) {
        this(planner, Cancellation.NEVER, workers, Principal.server("server"), RelationName.PUBLIC);
    }

    private Plans(Planner planner, Cancellation cancellation, Executor workers, Principal principal, String schema) {
        this.schema = schema;
        this.planner = planner;
        this.principal = principal;
        this.cancellation = cancellation;
        this.workers = workers;
    }

    /** The same for a statement that may be cancelled while it is planned, and reads what its principal may read. */
    Plans during(Cancellation wanted, Principal reader, String readerSchema) {
        return new Plans(planner.during(wanted), wanted, workers, reader, readerSchema);
    }

    /** The same for texts that were allowed before. */
    Plans unrestricted() {
        return new Plans(planner, cancellation, workers, Principal.server(principal.name()), schema);
    }

    private Catalog seen(Catalog catalog) {
        return principal.seen(catalog).readIn(schema);
    }

    /** The functions that the expressions of a definition may call. */
    public CalledFunctions functions(Catalog catalog) {
        return new CalledFunctions(seen(catalog));
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
        return plan(() -> planner.plan(query, seen(catalog), mode, values));
    }

    public Signature describe(QueryStatement query, Catalog catalog) {
        return plan(() -> planner.describe(query, seen(catalog)));
    }

    public PlannedInsert insert(InsertStatement insert, Catalog catalog, List<Object> parameters) {
        List<Literal> values =
                parameters.isEmpty() ? List.of() : literals(insertParameters(insert, catalog), parameters);
        return plan(() -> planner.planInsert(insert, seen(catalog), PlanMode.RESULT, values));
    }

    public Signature describeInsert(InsertStatement insert, Catalog catalog) {
        return plan(() -> planner.describeInsert(insert, seen(catalog)));
    }

    /** Plans an UPDATE, DELETE or MERGE. */
    public PlannedChange change(Statement statement, Catalog catalog, List<Object> parameters) {
        List<Literal> values =
                parameters.isEmpty() ? List.of() : literals(changeParameters(statement, catalog), parameters);
        return plan(() -> {
            if (statement instanceof UpdateStatement update) {
                return planner.planUpdate(update, seen(catalog), values);
            }
            return statement instanceof DeleteStatement delete
                    ? planner.planDelete(delete, seen(catalog), values)
                    : planner.planMerge((MergeStatement) statement, seen(catalog), values);
        });
    }

    /** The plan of an UPDATE or DELETE for all values of its parameters; empty when it needs values. */
    public Optional<PlannedQuery> unboundChange(Statement statement, Catalog catalog) {
        return unbound(wanted -> statement instanceof UpdateStatement update
                ? wanted.planUpdate(update, seen(catalog), List.of()).query()
                : wanted.planDelete((DeleteStatement) statement, seen(catalog), List.of())
                        .query());
    }

    /** The plan of a query for all values of its parameters; empty when it needs values. */
    public Optional<PlannedQuery> unboundQuery(QueryStatement query, Catalog catalog) {
        return unbound(wanted -> wanted.plan(query, seen(catalog), PlanMode.RESULT));
    }

    /** What cannot be planned so is planned with values, or refused then. */
    private Optional<PlannedQuery> unbound(Function<Planner, PlannedQuery> work) {
        try {
            return Optional.of(plan(() -> work.apply(planner.unbound())));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.QUERY_CANCELLED || e.code() == ErrorCode.MEMORY_EXCEEDED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The values of parameters as constants; there may be more of them, which belong to other parts of the statement. */
    public List<Literal> values(List<Field> fields, List<Object> values) {
        if (values.size() < fields.size()) {
            checkCount(fields.size(), values.size());
        }
        return literals(fields, values.subList(0, fields.size()));
    }

    /** The parameters of an UPDATE, DELETE or MERGE, those of its RETURNING among them. */
    public List<Field> changeParameters(Statement statement, Catalog catalog) {
        Signature change = plan(() -> {
            if (statement instanceof UpdateStatement update) {
                return planner.describeUpdate(update, seen(catalog));
            }
            return statement instanceof DeleteStatement delete
                    ? planner.describeDelete(delete, seen(catalog))
                    : planner.describeMerge((MergeStatement) statement, seen(catalog));
        });
        return withReturning(change.parameters(), statement, catalog);
    }

    private List<Field> withReturning(List<Field> parameters, Statement statement, Catalog catalog) {
        List<Field> all = new ArrayList<>(parameters);
        describeReturning(statement, catalog).ifPresent(returning -> all.addAll(returning.parameters()));
        return all;
    }

    /** The parameters of an INSERT, those of ON CONFLICT and RETURNING among them. */
    public List<Field> insertParameters(InsertStatement insert, Catalog catalog) {
        List<Field> all = new ArrayList<>(describeInsert(insert, catalog).parameters());
        if (insert.onConflict().isPresent()) {
            all.addAll(plan(() -> planner.describeConflict(insert, key(insert, catalog), seen(catalog)))
                    .parameters());
        }
        return withReturning(all, insert, catalog);
    }

    /** Plans what becomes of the rows of an INSERT with ON CONFLICT. */
    public PlannedChange conflict(InsertStatement insert, Catalog catalog, List<Object> parameters) {
        List<Literal> values =
                parameters.isEmpty() ? List.of() : literals(insertParameters(insert, catalog), parameters);
        return plan(() -> planner.planConflict(insert, key(insert, catalog), seen(catalog), values));
    }

    /** Plans what becomes of the rows of an INSERT with ON CONFLICT; empty when that depends on parameters. */
    public Optional<PlannedQuery> conflictWithoutParameters(InsertStatement insert, Catalog catalog) {
        Signature conflict = plan(() -> planner.describeConflict(insert, key(insert, catalog), seen(catalog)));
        return conflict.parameters().isEmpty()
                ? Optional.of(conflict(insert, catalog, List.of()).query())
                : Optional.empty();
    }

    private static List<Integer> key(InsertStatement insert, Catalog catalog) {
        return catalog.get(At.relation(Written.name(insert.target()))).key().orElse(List.of());
    }

    /** What RETURNING gives; empty when there is none. */
    public Optional<Signature> describeReturning(Statement statement, Catalog catalog) {
        return Returned.of(statement)
                .map(returned -> plan(() -> planner.describeReturning(
                        returned.returning(), returned.target(), returned.alias(), seen(catalog))));
    }

    /** Plans RETURNING; empty when there is none. */
    public Optional<PlannedQuery> returning(Statement statement, Catalog catalog, List<Object> parameters) {
        return Returned.of(statement).map(returned -> {
            List<Field> fields = parameters.isEmpty()
                    ? List.of()
                    : statement instanceof InsertStatement insert
                            ? insertParameters(insert, catalog)
                            : changeParameters(statement, catalog);
            List<Literal> values = literals(fields, parameters);
            return plan(() -> planner.planReturning(
                    returned.returning(), returned.target(), returned.alias(), seen(catalog), values));
        });
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
        Catalog seen = seen(catalog);
        if (seen.find(At.relation(relation)).isEmpty()) {
            throw At.error(ErrorCode.RELATION_NOT_FOUND, relation, seen.notFound(relation.text()));
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
    public Expression expression(ComputedColumn column, RowType physical, CalledFunctions functions) {
        return plan(() -> planner.planExpression(column.expression(), physical, functions));
    }

    /** Refuses what gives another value each time in an expression that is computed again. */
    public Expression repeatable(ComputedColumn column, RowType physical, CalledFunctions functions) {
        return plan(() -> planner.planRepeatable(column.expression(), physical, functions));
    }

    /** The same of what is expected of rows. */
    public Expression repeatable(CheckElement check, RowType declared, CalledFunctions functions) {
        return plan(() -> planner.planRepeatable(check.condition(), declared, functions));
    }

    /** The same of a watermark. */
    public Expression repeatable(WatermarkElement watermark, RowType declared, CalledFunctions functions) {
        return plan(() -> planner.planRepeatable(watermark.expression(), declared, functions));
    }

    /** @param declared the columns that it may refer to */
    public Expression expression(CheckElement check, RowType declared, CalledFunctions functions) {
        return plan(() -> planner.planExpression(check.condition(), declared, functions));
    }

    /** The value of a DEFAULT, over no columns. */
    public Expression defaultValue(String text, Field field, Catalog catalog) {
        return plan(() -> planner.planDefaultValue(text, field, new CalledFunctions(catalog)));
    }

    /** The DEFAULT of a column as SQL; fails when it is no value for it. */
    public String defaultText(PhysicalColumn column, Field field, CalledFunctions functions) {
        return plan(() -> planner.planDefault(column.defaultValue().orElseThrow(), field, functions));
    }

    /** The time of ADVANCE CLOCK, which refers to no columns. */
    public Expression constant(AdvanceClock statement) {
        return planner.planExpression(statement.time(), RowType.of(new Field("one", Type.BOOLEAN, false)));
    }

    /** @param declared the columns that it may refer to */
    public Expression expression(WatermarkElement watermark, RowType declared, CalledFunctions functions) {
        return plan(() -> planner.planExpression(watermark.expression(), declared, functions));
    }

    /** Checks a function that is to be made, or is made again. */
    public UserFunction function(CreateFunction statement, Catalog catalog, String sql, boolean again) {
        return plan(() -> planner.planFunction(statement, seen(catalog), sql, again));
    }
}
