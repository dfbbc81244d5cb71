package io.millrace.session.statement.change;

import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.refused.ExpectedRows;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.session.ParameterLists;
import io.millrace.session.SentRows;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Plans;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.session.statement.query.Reading;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** INSERT into streams and tables. When it returns, every view contains the rows. */
public final class Inserts {

    private final Services services;
    private final Run run;

    public Inserts(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /**
     * Rows that are made for a target.
     *
     * @param counts how many rows came of each list of parameters
     * @param batch whether the lists are those of a batch
     */
    private record Prepared(List<Page> pages, long[] counts, boolean batch) {

        /** Of which list of a batch a row came, for messages. */
        String which(long row) {
            long rest = row;
            int list = 0;
            while (list < counts.length && rest >= counts[list]) {
                rest -= counts[list++];
            }
            return batch && list < counts.length ? ParameterLists.place(list) : "";
        }

        long size() {
            return pages.stream().mapToLong(Page::size).sum();
        }
    }

    /** What an INSERT needs; it gives the number of rows. */
    public static StatementShape shape(InsertStatement written, Asked asked) {
        refuseContinuous(written);
        InsertStatement statement = DefaultConflict.of(written, asked.catalog());
        InsertTarget.of(statement, asked.catalog());
        if (statement.onConflict().isPresent()) {
            ChangeTarget.of(Changing.of(statement), asked.catalog());
            asked.services().plans().insertParameters(statement, asked.catalog());
        }
        Optional<PlannedQuery> conflict = statement.onConflict().isPresent()
                ? asked.services().plans().conflictWithoutParameters(statement, asked.catalog())
                : Optional.empty();
        Plans plans = asked.services().plans();
        if (asked.parameters() == 0) {
            PlannedQuery planned =
                    plans.insert(statement, asked.catalog(), List.of()).query();
            return ReturnedRows.shape(
                    statement, asked, List.of(), new Ready(Optional.of(planned), Optional.empty(), conflict));
        }
        return ReturnedRows.shape(
                statement,
                asked,
                plans.insertParameters(statement, asked.catalog()),
                new Ready(Optional.empty(), Optional.empty(), conflict));
    }

    public Outcome insert(InsertStatement written) {
        refuseContinuous(written);
        InsertStatement statement =
                DefaultConflict.of(written, run.version(services.definitions()).catalog());
        if (statement.onConflict().isPresent()) {
            return new ChangeStatements(services, run).insert(statement);
        }
        Inserted inserted = commit(statement, ParameterLists.one(run.parameters()));
        return inserted.returned().outcome(inserted.counts()[0] - inserted.refused(), inserted.warnings());
    }

    /**
     * Inserts rows that are there already into the target of a statement, whatever its own are.
     *
     * @param made makes them of the columns that the target takes; called again when that was replaced meanwhile
     * @return how many rows were taken
     */
    public SentRows.Taken insertRows(InsertStatement statement, BiConsumer<RowType, Consumer<Page>> made) {
        while (true) {
            Definitions.Version version = run.version(services.definitions());
            InsertTarget target = InsertTarget.of(statement, version.catalog());
            refuseOthers(statement, target, version);
            List<Page> pages = new ArrayList<>();
            HeldPages held = new HeldPages(run.execution().memory(), "rows to be inserted");
            made.accept(target.rowType(), page -> held.hold(pages, target.checked(page)));
            long[] counts = {pages.stream().mapToLong(Page::size).sum()};
            Optional<Inserted> inserted = land(version, target, new Prepared(pages, counts, false), false);
            if (inserted.isPresent()) {
                long refused = inserted.get().refused();
                return new SentRows.Taken(counts[0] - refused, refused);
            }
            run.execution().check();
        }
    }

    /** What an INSERT does for columns that it does not name, and for keys that are there, is not done for rows as such. */
    private static void refuseOthers(InsertStatement statement, InsertTarget target, Definitions.Version version) {
        boolean made = target.columns().stream()
                .anyMatch(column ->
                        column.defaultValue().isPresent() || column.identity().isPresent());
        if (made
                || DefaultConflict.of(statement, version.catalog()).onConflict().isPresent()) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    target.place(),
                    "\"" + target.name() + "\" has "
                            + (made ? "DEFAULT or IDENTITY columns" : "a rule for keys that exist")
                            + ", which only INSERT statements follow");
        }
    }

    /** Inserts once per list of parameters, all in one batch; returns the rows of each. */
    public long[] insertBatch(InsertStatement statement, ParameterLists lists) {
        refuseContinuous(statement);
        return commit(statement, lists).counts();
    }

    private static void refuseContinuous(InsertStatement statement) {
        if (statement.continuous()) {
            throw At.unsupported(
                    statement, "INSERT INTO … SELECT STREAM is not supported; write CREATE STREAM … AS SELECT STREAM");
        }
    }

    /** What was inserted, rows that were refused among them. */
    private record Inserted(long[] counts, long refused, ReturnedRows returned, List<String> warnings) {}

    private Inserted commit(InsertStatement statement, ParameterLists lists) {
        while (true) {
            Optional<Inserted> inserted = tryCommit(statement, lists);
            if (inserted.isPresent()) {
                return inserted.get();
            }
            run.execution().check();
        }
    }

    /** Empty when a relation was replaced meanwhile, so that the rows may not fit. */
    private Optional<Inserted> tryCommit(InsertStatement statement, ParameterLists lists) {
        Definitions.Version version = run.version(services.definitions());
        InsertTarget target = InsertTarget.of(statement, version.catalog());
        Optional<Prepared> prepared = prepare(statement, version, target, lists);
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        return land(version, target, prepared.get(), statement.returning().isPresent());
    }

    /**
     * Empty when a relation was replaced meanwhile.
     *
     * @param returning whether the rows are given back
     */
    private Optional<Inserted> land(
            Definitions.Version version, InsertTarget target, Prepared prepared, boolean returning) {
        DeclaredRows declared = new DeclaredRows(services, run, target);
        declared.check(prepared.pages(), prepared::which);
        ExpectedRows.Parted parted = run.transaction().isPresent() || returning
                ? declared.parted(prepared.pages())
                : new ExpectedRows.Parted(prepared.pages(), List.of());
        ReturnedRows returned =
                ReturnedRows.of(services, run, version.catalog(), target.name(), () -> declared.of(parted.taken()));
        if (prepared.size() == 0) {
            return Optional.of(new Inserted(prepared.counts(), 0, returned, List.of()));
        }
        if (run.transaction().isPresent()) {
            Transaction transaction = run.transaction().get();
            transaction.change(
                    target.relation(), target.rowType(), List.of(), declared.of(parted.taken()), run.execution());
            List<Page> dropped = parted.dropped();
            transaction.drops(target.relation(), dropped);
            long refused = dropped.stream().mapToLong(Page::size).sum();
            return Optional.of(
                    new Inserted(prepared.counts(), refused, returned, warnings(target, refused, "will have")));
        }
        return services.driver()
                .insert(
                        target.name(),
                        prepared.pages(),
                        () -> services.definitions()
                                .stand(version, List.of(target.relation().name())),
                        run.execution())
                .map(done -> new Inserted(
                        prepared.counts(), done.refused(), returned, warnings(target, done.refused(), "has")));
    }

    private static List<String> warnings(InsertTarget target, long refused, String has) {
        return refused == 0
                ? List.of()
                : List.of(refused + (refused == 1 ? " row was" : " rows were")
                        + " refused; " + target.name() + "$errors " + has + " "
                        + (refused == 1 ? "it" : "them") + ", and why");
    }

    /** The rows that a statement would insert; empty when what it reads was replaced before a batch was chosen. */
    Optional<List<Page>> rowsToInsert(InsertStatement statement, Definitions.Version version, InsertTarget target) {
        return takesRows(statement, target, run.parameters())
                ? Optional.of(parameterRows(statement, version, target, ParameterLists.one(run.parameters())))
                : prepare(statement, version, target, ParameterLists.one(run.parameters()))
                        .map(Prepared::pages);
    }

    /** Whether parameters are the values of a row and nothing else. */
    static boolean takesRows(InsertStatement statement, InsertTarget target, List<Object> parameters) {
        int columns = statement.columns().isEmpty()
                ? target.rowType().size()
                : statement.columns().size();
        return statement.isParameterRow() && parameters.size() == columns;
    }

    private Optional<Prepared> prepare(
            InsertStatement statement, Definitions.Version version, InsertTarget target, ParameterLists lists) {
        long[] counts = new long[lists.size()];
        if (statement.isParameterRow()
                && statement.onConflict().isEmpty()
                && statement.returning().isEmpty()) {
            Arrays.fill(counts, 1);
            return Optional.of(new Prepared(parameterRows(statement, version, target, lists), counts, lists.isBatch()));
        }
        List<Page> all = new ArrayList<>();
        List<List<Object>> each = lists.all();
        for (int i = 0; i < counts.length; i++) {
            Optional<List<Page>> pages = rows(statement, version, target, each.get(i));
            if (pages.isEmpty()) {
                return Optional.empty();
            }
            counts[i] = pages.get().stream().mapToLong(Page::size).sum();
            all.addAll(pages.get());
        }
        return Optional.of(new Prepared(all, counts, lists.isBatch()));
    }

    /** One row for each list of parameters. */
    List<Page> parameterRows(
            InsertStatement statement, Definitions.Version version, InsertTarget target, ParameterLists lists) {
        if (!run.checked(version.catalog())) {
            services.plans().describeInsert(statement, version.catalog());
        }
        ParameterRows rows = ParameterRows.of(statement, target, lists);
        List<Page> pages = rows.pages(
                services.plans(),
                version.catalog(),
                new DeclaredRows(services, run, target),
                new Numbering(services, target));
        new HeldPages(run.execution().memory(), "rows to be inserted").recount(pages);
        run.execution().memory().check();
        return pages;
    }

    /** Empty when what is read was replaced before a batch was chosen. */
    private Optional<List<Page>> rows(
            InsertStatement statement, Definitions.Version version, InsertTarget target, List<Object> parameters) {
        PlannedQuery planned = run.plan(version.catalog())
                .orElseGet(() -> services.plans()
                        .insert(statement, version.catalog(), parameters)
                        .query());
        Reading reading = Reading.of(services, run, planned);
        if (!run.stand(services.definitions(), version, planned.inputs())) {
            return Optional.empty();
        }
        if (planned.inputs().isEmpty()) {
            return Optional.of(pages(reading, target));
        }
        return Optional.of(Detached.call(services.workers(), run.execution(), () -> pages(reading, target)));
    }

    private List<Page> pages(Reading reading, InsertTarget target) {
        List<Page> pages = new ArrayList<>();
        HeldPages held = new HeldPages(run.execution().memory(), "rows to be inserted");
        Numbering numbering = new Numbering(services, target);
        reading.run(0, page -> {
            held.hold(pages, numbering.checked(page));
            return true;
        });
        return pages;
    }
}
