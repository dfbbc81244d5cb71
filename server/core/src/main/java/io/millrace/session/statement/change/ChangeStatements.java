package io.millrace.session.statement.change;

import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.driver.Turns;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Plans;
import io.millrace.session.statement.Ready;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * UPDATE, DELETE, MERGE, TRUNCATE and INSERT with ON CONFLICT. The rows are read in one batch; when one of them is another by the time that
 * they are to be changed, they are read again, so that no change is lost.
 */
public final class ChangeStatements {

    private final Services services;
    private final Run run;

    public ChangeStatements(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** Reads what a statement changes; empty when a relation was replaced meanwhile. */
    interface Reader {
        Optional<RowsToChange> read(Definitions.Version version, ChangeTarget target);
    }

    /** What an UPDATE, DELETE or MERGE needs and gives. */
    public static StatementShape shape(Statement statement, Asked asked) {
        ChangeTarget target = ChangeTarget.of(Changing.of(statement), asked.catalog());
        Plans plans = asked.services().plans();
        if (asked.parameters() == 0) {
            PlannedQuery planned =
                    plans.change(statement, asked.catalog(), List.of()).query();
            return ReturnedRows.shape(statement, asked, List.of(), Ready.of(planned, target.keyed(planned)));
        }
        List<Field> parameters = plans.changeParameters(statement, asked.catalog());
        Optional<KeyedPlan> keyed = statement instanceof MergeStatement
                ? Optional.empty()
                : plans.unboundChange(statement, asked.catalog()).flatMap(target::keyed);
        return ReturnedRows.shape(statement, asked, parameters, Ready.of(keyed));
    }

    /** Carries an UPDATE, DELETE or MERGE out. */
    public Outcome change(Statement statement) {
        return change(Changing.of(statement), reader(statement));
    }

    /** Reads what an UPDATE, DELETE or MERGE changes, or an INSERT with ON CONFLICT. */
    Reader reader(Statement statement) {
        if (statement instanceof InsertStatement insert) {
            return (version, target) -> new ConflictReading(services, run, insert).read(version, target);
        }
        return (version, target) -> {
            ChangeReading reading = new ChangeReading(services, run);
            Optional<KeyedPlan> ready = run.keyedPlan(services.definitions());
            if (ready.isPresent()) {
                List<Field> parameters = ready.get().query().parameters();
                return reading.lookUp(
                        version, target, ready.get(), List.of(services.plans().values(parameters, run.parameters())));
            }
            PlannedQuery planned = run.plan(version.catalog())
                    .orElseGet(() -> services.plans()
                            .change(statement, version.catalog(), run.parameters())
                            .query());
            Optional<KeyedPlan> keyed = target.keyed(planned);
            return keyed.isPresent()
                    ? reading.lookUp(version, target, keyed.get(), KeyedPlan.noValues())
                    : reading.read(version, target, planned);
        };
    }

    /** Inserts rows, or does to those that are there what ON CONFLICT says. */
    Outcome insert(InsertStatement statement) {
        return change(Changing.of(statement), reader(statement));
    }

    /** Takes all rows out; how many these were is not told. */
    public Outcome truncate(Truncate statement) {
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "TRUNCATE TABLE cannot be taken back; write DELETE FROM in a transaction");
        }
        while (true) {
            Definitions.Version version = services.definitions().settled();
            ChangeTarget target =
                    ChangeTarget.of(Written.name(statement.target()), "TRUNCATE TABLE", version.catalog());
            ChangedRows all = new ChangedRows(
                    true,
                    new TypedPages(target.table().rowType(), List.of()),
                    new TypedPages(target.table().physicalType(), List.of()));
            if (commit(version, target, all)) {
                return new Outcome.Updated(0, List.of());
            }
            run.execution().check();
        }
    }

    private Outcome change(Changing changing, Reader reader) {
        boolean alone = false;
        while (true) {
            Definitions.Version version = run.version(services.definitions());
            ChangeTarget target = ChangeTarget.of(changing, version.catalog());
            try (Turns.Turn turn = services.driver().changes().turns().take(target.name(), alone, run.execution())) {
                Optional<Outcome> outcome = attempt(version, target, reader);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            } catch (MillraceException e) {
                if (!changing.isMeanwhile(e) || run.transaction().isPresent()) {
                    throw e;
                }
                alone = true;
            }
            run.execution().check();
        }
    }

    /** Reads the rows and changes them; empty when a relation was replaced meanwhile. */
    Optional<Outcome> attempt(Definitions.Version version, ChangeTarget target, Reader reader) {
        Optional<RowsToChange> read = reader.read(version, target);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        RowsToChange rows = read.get();
        DeclaredRows declared = new DeclaredRows(services, run, target.insert());
        declared.check(rows.added());
        ReturnedRows returned = ReturnedRows.of(services, run, version.catalog(), target.name(), () -> {
            List<Page> all = new ArrayList<>(rows.deleted());
            all.addAll(declared.of(rows.added()));
            return all;
        });
        if (run.transaction().isPresent()) {
            run.transaction()
                    .get()
                    .change(
                            target.table(),
                            target.insert().rowType(),
                            rows.removed(),
                            declared.of(rows.added()),
                            run.execution());
            return Optional.of(returned.outcome(rows.count(), List.of()));
        }
        ChangedRows changed = new ChangedRows(
                false,
                new TypedPages(target.table().rowType(), rows.removed()),
                new TypedPages(target.table().physicalType(), rows.added()));
        return rows.count() == 0 || commit(version, target, changed)
                ? Optional.of(returned.outcome(rows.count(), List.of()))
                : Optional.empty();
    }

    private boolean commit(Definitions.Version version, ChangeTarget target, ChangedRows changed) {
        return services.driver()
                .changes()
                .change(
                        Map.of(target.name(), changed),
                        () -> services.definitions()
                                .stand(version, List.of(target.table().name())),
                        run.execution())
                .isPresent();
    }
}
