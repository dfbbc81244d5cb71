package io.millrace.session.statement.query;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.TableRelation;
import io.millrace.config.Setting;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.Changes;
import io.millrace.engine.query.Subscription;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Signature;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.rows.ChangeRows;
import io.millrace.session.rows.ResultCursor;
import io.millrace.session.rows.SubscriptionCursor;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Plans;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementFailures;
import io.millrace.session.statement.StatementShape;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** SELECT and VALUES, which read one batch and end, and SELECT STREAM, which goes on. */
public final class Selects {

    private final Services services;
    private final Run run;

    public Selects(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** What a query needs and gives. */
    public static StatementShape shape(QueryStatement statement, Asked asked) {
        PlanMode mode = QueryModes.ofStatement(statement);
        PreparedSql.Kind kind = mode == PlanMode.RESULT ? PreparedSql.Kind.QUERY : PreparedSql.Kind.STREAM;
        Plans plans = asked.services().plans();
        if (asked.parameters() == 0) {
            PlannedQuery planned = plans.query(statement, asked.catalog(), mode);
            Ready ready = Ready.of(planned, keyed(planned, mode, asked.catalog()));
            return new StatementShape(kind, rowType(planned.rowType(), mode), List.of(), ready);
        }
        Signature signature = plans.describe(statement, asked.catalog());
        Optional<KeyedPlan> keyed = mode == PlanMode.RESULT
                ? plans.unboundQuery(statement, asked.catalog())
                        .flatMap(planned -> keyed(planned, mode, asked.catalog()))
                : Optional.empty();
        return new StatementShape(kind, rowType(signature.rowType(), mode), signature.parameters(), Ready.of(keyed));
    }

    /** A query for the row with one key of a table, which is looked up. */
    private static Optional<KeyedPlan> keyed(PlannedQuery planned, PlanMode mode, Catalog catalog) {
        return mode == PlanMode.RESULT && planned.inputs().size() == 1
                ? catalog.find(planned.inputs().iterator().next())
                        .filter(relation -> relation instanceof TableRelation table
                                && table.watermark().isEmpty())
                        .flatMap(relation -> KeyedPlan.of(
                                planned,
                                relation.name().toString(),
                                relation.rowType(),
                                relation.key().orElse(List.of())))
                : Optional.empty();
    }

    public Outcome select(QueryStatement statement) {
        PlanMode mode = QueryModes.ofStatement(statement);
        while (true) {
            Definitions.Version version = run.version(services.definitions());
            Optional<KeyedPlan> keyed = run.keyedPlan(services.definitions());
            if (keyed.isPresent()) {
                Optional<Cursor> found = lookedUp(version, keyed.get());
                if (found.isPresent()) {
                    return new Outcome.Rows(found.get(), keyed.get().query().warnings());
                }
                run.execution().check();
                continue;
            }
            PlannedQuery planned = run.plan(version.catalog())
                    .orElseGet(() -> services.plans().query(statement, version.catalog(), mode, run.parameters()));
            Optional<Cursor> cursor = mode == PlanMode.RESULT
                    ? result(version, planned)
                    : subscription(version, statement, planned, mode);
            if (cursor.isPresent()) {
                return new Outcome.Rows(cursor.get(), planned.warnings());
            }
            run.execution().check();
        }
    }

    /** The columns that the client sees. */
    private static RowType rowType(RowType planned, PlanMode mode) {
        return mode == PlanMode.SUBSCRIPTION_CHANGES ? ChangeRows.rowType(planned) : planned;
    }

    /** The rows with one key; empty when the table was replaced before they were found. */
    private Optional<Cursor> lookedUp(Definitions.Version version, KeyedPlan plan) {
        List<List<Literal>> values =
                List.of(services.plans().values(plan.query().parameters(), run.parameters()));
        Page keys = plan.keys(values);
        List<Integer> key = IntStream.of(plan.key()).boxed().toList();
        Changes.Found found =
                KeyedRows.find(services, run, plan.table(), key, keys.size() == 0 ? List.of() : List.of(keys));
        if (!run.stand(services.definitions(), version, plan.query().inputs())) {
            return Optional.empty();
        }
        List<Page> rows = new ArrayList<>();
        new Reading(
                        services,
                        run,
                        plan.query(),
                        found.at(),
                        Map.of(plan.table(), new RowsSnapshot(plan.rows(found.rows(), values))))
                .run(run.maxRows(), rows::add);
        return Optional.of(ResultCursor.of(plan.query().rowType(), rows));
    }

    /** The rows of one batch; empty when what is read was replaced before that was chosen. */
    private Optional<Cursor> result(Definitions.Version version, PlannedQuery planned) {
        Execution execution = run.execution();
        Reading reading = KeyedRows.ofViews(Reading.of(services, run, planned), planned, version.catalog());
        if (!run.stand(services.definitions(), version, planned.inputs())) {
            return Optional.empty();
        }
        ResultCursor cursor = new ResultCursor(planned.rowType(), execution.memory(), execution::close);
        execution.onCancel(cause -> {
            cursor.fail(cause);
            cursor.close();
        });
        services.workers().execute(() -> {
            try {
                reading.run(run.maxRows(), cursor::offer);
                cursor.finish();
            } catch (OutOfMemoryError e) {
                cursor.fail(execution.memory().exhausted(e));
            } catch (Throwable e) {
                cursor.fail(StatementFailures.of(e, execution.sql()));
            }
        });
        try {
            cursor.awaitStart();
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
        return Optional.of(new LeasedCursor(cursor, execution, services.clock()));
    }

    /** The rows from now on; empty when what is read was replaced meanwhile. */
    private Optional<Cursor> subscription(
            Definitions.Version version, QueryStatement statement, PlannedQuery planned, PlanMode mode) {
        QueryModes.refuseSystemRelations(planned, Written.node(statement));
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "a transaction reads one batch, but SELECT STREAM goes on; COMMIT or ROLLBACK first");
        }
        Execution execution = run.execution();
        Query query = new Query(
                "statement " + services.executions().nextId(),
                Query.Output.SUBSCRIPTION,
                planned.root(),
                planned.key());
        execution.follows(Sources.of(planned.root()));
        Subscription subscription = services.driver()
                .subscribe(query, run.settings().is(Setting.BACKFILL, "on"), execution, execution.memory());
        if (!services.definitions().stand(version, planned.inputs()) || mayBeAllowedLess(version)) {
            subscription.close();
            return Optional.empty();
        }
        long limit =
                Math.min(planned.limit().orElse(Long.MAX_VALUE), run.maxRows() == 0 ? Long.MAX_VALUE : run.maxRows());
        SubscriptionCursor cursor = new SubscriptionCursor(
                rowType(planned.rowType(), mode),
                subscription,
                mode == PlanMode.SUBSCRIPTION_CHANGES
                        ? SubscriptionCursor.changes(new ChangeRows(planned.rowType(), planned.key()))
                        : SubscriptionCursor.insertions(planned.rowType().size()),
                limit,
                execution.memory(),
                execution::close);
        execution.onCancel(cursor::fail);
        return Optional.of(new LeasedCursor(cursor, execution, services.clock()));
    }

    /** Whether people and their rights are others now than those that the statement was checked against. */
    @SuppressWarnings("ReferenceEquality")
    private boolean mayBeAllowedLess(Definitions.Version version) {
        return services.definitions().catalog().people() != version.catalog().people();
    }
}
