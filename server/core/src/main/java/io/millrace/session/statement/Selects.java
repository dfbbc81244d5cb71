package io.millrace.session.statement;

import io.millrace.config.Setting;
import io.millrace.dstream.Query;
import io.millrace.engine.query.Subscription;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.rows.ChangeRows;
import io.millrace.session.rows.ResultCursor;
import io.millrace.session.rows.SubscriptionCursor;
import io.millrace.session.running.Execution;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.QueryStatement;
import io.millrace.sql.tree.Written;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** SELECT and VALUES, which read one batch and end, and SELECT STREAM, which goes on. */
final class Selects {

    private final Services services;
    private final Run run;

    Selects(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    Outcome select(QueryStatement statement) {
        PlanMode mode = QueryModes.ofStatement(statement);
        PlannedQuery planned = run.plan()
                .orElseGet(() ->
                        services.plans().query(statement, services.definitions().catalog(), mode, run.parameters()));
        if (mode == PlanMode.RESULT) {
            return new Outcome.Rows(result(planned), planned.warnings());
        }
        QueryModes.refuseSystemRelations(planned, Written.node(statement.node()));
        return new Outcome.Rows(subscription(planned, mode), planned.warnings());
    }

    /** The columns that the client sees. */
    static RowType rowType(RowType planned, PlanMode mode) {
        return mode == PlanMode.SUBSCRIPTION_CHANGES ? ChangeRows.rowType(planned) : planned;
    }

    private Cursor result(PlannedQuery planned) {
        Execution execution = run.execution();
        Reading reading = new Reading(services, run, planned);
        ResultCursor cursor = new ResultCursor(planned.rowType(), execution.memory(), execution::close);
        execution.onCancel(cause -> {
            cursor.fail(cause);
            cursor.close();
        });
        limitTime(execution);
        services.workers().execute(() -> {
            try {
                reading.run(run.maxRows(), cursor::offer);
                cursor.finish();
            } catch (OutOfMemoryError e) {
                cursor.fail(execution.memory().exhausted(e));
            } catch (Throwable e) {
                cursor.fail(Failures.of(e, execution.sql()));
            }
        });
        try {
            cursor.awaitStart();
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
        return new LeasedCursor(cursor, execution, services.clock());
    }

    private void limitTime(Execution execution) {
        Duration timeout = run.settings().duration(Setting.STATEMENT_TIMEOUT);
        if (!timeout.isZero()) {
            MillraceException cause = new MillraceException(
                    ErrorCode.QUERY_CANCELLED,
                    "the statement took longer than " + run.settings().text(Setting.STATEMENT_TIMEOUT)
                            + "; see the setting statement.timeout");
            CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS, services.workers())
                    .execute(() -> execution.cancel(cause));
        }
    }

    private Cursor subscription(PlannedQuery planned, PlanMode mode) {
        Execution execution = run.execution();
        Query query = new Query(
                "statement " + services.executions().nextId(),
                Query.Output.SUBSCRIPTION,
                planned.root(),
                planned.key());
        execution.reads(Sources.of(planned.root()));
        Subscription subscription =
                services.driver().subscribe(query, run.settings().is(Setting.BACKFILL, "on"), execution.memory());
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
        return new LeasedCursor(cursor, execution, services.clock());
    }
}
