package io.millrace.session.statement.query;

import io.millrace.config.Setting;
import io.millrace.dstream.DStream;
import io.millrace.dstream.query.ClockUse;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.rows.ResultRows;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.system.Viewer;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Written;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs a query once over one batch: what SELECT and INSERT … SELECT have in common. */
public final class Reading {

    private final Services services;
    private final Run run;
    private final PlannedQuery planned;
    private final Published published;
    private final Map<String, RelationSnapshot> own;

    /**
     * Reads a batch that is pinned already.
     *
     * @param own what is read of some relations instead
     */
    public Reading(
            Services services, Run run, PlannedQuery planned, Published published, Map<String, RelationSnapshot> own) {
        this.services = services;
        this.run = run;
        this.planned = planned;
        this.published = published;
        this.own = Map.copyOf(own);
        run.execution().reads(Sources.of(planned.root()));
    }

    /** Reads the batch of the transaction, with what that has changed, or pins the newest. */
    public static Reading of(Services services, Run run, PlannedQuery planned) {
        run.transaction()
                .flatMap(transaction -> transaction.unreadable(planned.inputs()))
                .ifPresent(name -> {
                    throw At.error(
                            ErrorCode.TRANSACTION_STATE,
                            Written.node(run.parsed().statement()),
                            name.title()
                                    + " is created by the same transaction; its rows are there when that is committed");
                });
        return run.transaction()
                .map(transaction -> new Reading(services, run, planned, transaction.pinned(), transaction.own()))
                .orElseGet(() -> new Reading(services, run, planned));
    }

    /** Pins the newest batch. */
    private Reading(Services services, Run run, PlannedQuery planned) {
        this.services = services;
        this.run = run;
        this.planned = planned;
        this.own = Map.of();
        Set<String> names = Sources.of(planned.root());
        run.execution().reads(names);
        boolean now = ClockUse.in(planned.root());
        this.published = names.isEmpty() && !now
                ? services.driver().published()
                : services.driver()
                        .refresh(
                                names.stream()
                                        .filter(name ->
                                                services.system().find(name).isEmpty())
                                        .toList(),
                                now,
                                run.execution());
    }

    /** The same of a part of the graph, all rows of it. */
    public Reading part(DStream part) {
        PlannedQuery whole = new PlannedQuery(
                part,
                part.rowType(),
                Optional.empty(),
                List.of(),
                0,
                OptionalLong.empty(),
                planned.reads(),
                Set.of(),
                List.of(),
                List.of());
        return new Reading(services, run, whole, published, own);
    }

    /** The same with other rows of a relation, found in the batch that is read. */
    public Reading with(String relation, Function<Published, RelationSnapshot> rows) {
        Map<String, RelationSnapshot> others = new HashMap<>(own);
        others.put(relation, rows.apply(published));
        return new Reading(services, run, planned, published, others);
    }

    /** Passes all rows of the result on. */
    public void run(long maxRows, Predicate<Page> reader) {
        long limit = Math.min(planned.limit().orElse(Long.MAX_VALUE), maxRows == 0 ? Long.MAX_VALUE : maxRows);
        ResultRows rows = new ResultRows(
                new ResultRows.Shape(
                        planned.root().rowType(),
                        planned.rowType().size(),
                        planned.order(),
                        planned.offset(),
                        limit,
                        run.settings().number(Setting.RESULT_ROWS)),
                run.execution().memory(),
                reader);
        Query query =
                new Query("statement " + run.execution().id(), Query.Output.RESULT, planned.root(), planned.key());
        services.driver()
                .read(
                        query,
                        published,
                        this::snapshot,
                        rows,
                        run.execution(),
                        run.execution().memory());
        run.execution().check();
        rows.finish();
    }

    private RelationSnapshot snapshot(String name) {
        if (own.containsKey(name)) {
            return new Cancellable(own.get(name), run.execution());
        }
        Viewer viewer = new Viewer(
                run.session().id(),
                run.execution().principal(),
                run.access(services.definitions()).rights(),
                run.settings(),
                services.definitions().catalog());
        RelationSnapshot snapshot = services.system()
                .snapshot(name, viewer)
                .or(() -> published.relation(name))
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped while it was about to be read"));
        return new Cancellable(snapshot, run.execution());
    }

    /** A snapshot whose reading ends when the statement is cancelled. */
    private record Cancellable(RelationSnapshot snapshot, Execution execution) implements RelationSnapshot {

        @Override
        public void read(int[] columns, Predicate<Page> reader) {
            snapshot.read(columns, page -> {
                execution.check();
                return page.size() == 0 || reader.test(page);
            });
        }

        @Override
        public long rows() {
            return snapshot.rows();
        }
    }
}
