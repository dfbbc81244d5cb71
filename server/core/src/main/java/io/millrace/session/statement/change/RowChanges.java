package io.millrace.session.statement.change;

import io.millrace.catalog.Catalog;
import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.driver.Turns;
import io.millrace.planner.PlannedChange;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.Truncate;
import io.millrace.sql.tree.change.UpdateStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * UPDATE, DELETE and TRUNCATE. The rows are read in one batch; when one of them is another by the time that they are to be changed, they
 * are read again, so that no change is lost.
 */
public final class RowChanges {

    private final Services services;
    private final Run run;

    public RowChanges(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** A statement as far as its kind matters. */
    private interface Planning {

        String statement();

        Written target();

        PlannedChange plan(Catalog catalog);
    }

    public static StatementShape shape(UpdateStatement statement, Asked asked) {
        ChangeTarget.of(Written.name(statement.target()), "UPDATE", asked.catalog());
        return shape(
                asked.services().plans().describe(statement, asked.catalog()).parameters());
    }

    public static StatementShape shape(DeleteStatement statement, Asked asked) {
        ChangeTarget.of(Written.name(statement.target()), "DELETE", asked.catalog());
        return shape(
                asked.services().plans().describe(statement, asked.catalog()).parameters());
    }

    private static StatementShape shape(List<Field> parameters) {
        return new StatementShape(PreparedSql.Kind.UPDATE, new RowType(List.of()), parameters, Optional.empty());
    }

    public Outcome update(UpdateStatement statement) {
        return change(new Planning() {
            @Override
            public String statement() {
                return "UPDATE";
            }

            @Override
            public Written target() {
                return Written.name(statement.target());
            }

            @Override
            public PlannedChange plan(Catalog catalog) {
                return services.plans().update(statement, catalog, run.parameters());
            }
        });
    }

    public Outcome delete(DeleteStatement statement) {
        return change(new Planning() {
            @Override
            public String statement() {
                return "DELETE";
            }

            @Override
            public Written target() {
                return Written.name(statement.target());
            }

            @Override
            public PlannedChange plan(Catalog catalog) {
                return services.plans().delete(statement, catalog, run.parameters());
            }
        });
    }

    /** Takes all rows out; how many these were is not told. */
    public Outcome truncate(Truncate statement) {
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

    private Outcome change(Planning planning) {
        boolean alone = false;
        while (true) {
            Definitions.Version version = services.definitions().settled();
            ChangeTarget target = ChangeTarget.of(planning.target(), planning.statement(), version.catalog());
            PlannedChange planned = planning.plan(version.catalog());
            try (Turns.Turn turn = services.driver().changes().turns().take(target.name(), alone, run.execution())) {
                Optional<Long> count = attempt(version, target, planned);
                if (count.isPresent()) {
                    return new Outcome.Updated(count.get(), List.of());
                }
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.WRITE_CONFLICT) {
                    throw e;
                }
                alone = true;
            }
            run.execution().check();
        }
    }

    /** Reads the rows and changes them; empty when a relation was replaced meanwhile. */
    private Optional<Long> attempt(Definitions.Version version, ChangeTarget target, PlannedChange planned) {
        Optional<RowsToChange> rows = new ChangeReading(services, run).read(version, target, planned);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        if (rows.get().count() == 0) {
            return Optional.of(0L);
        }
        ChangedRows changed = new ChangedRows(
                false,
                new TypedPages(target.table().rowType(), rows.get().removed()),
                new TypedPages(target.table().physicalType(), rows.get().added()));
        return commit(version, target, changed) ? Optional.of(rows.get().count()) : Optional.empty();
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
