package io.millrace.session.statement.change;

import io.millrace.engine.driver.Changes;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.TableStore;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.change.MergePlanning;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.query.KeyedRows;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rows of an INSERT with ON CONFLICT, looks up those that have their keys, and finds out what becomes of both. */
final class ConflictReading {

    private final Services services;
    private final Run run;
    private final InsertStatement statement;

    ConflictReading(Services services, Run run, InsertStatement statement) {
        this.services = services;
        this.run = run;
        this.statement = statement;
    }

    /** Empty when what is read was replaced before a batch was chosen. */
    Optional<RowsToChange> read(Definitions.Version version, ChangeTarget target) {
        PlannedQuery planned = run.conflictPlan(version.catalog())
                .orElseGet(() -> services.plans()
                        .conflict(statement, version.catalog(), run.parameters())
                        .query());
        return new Inserts(services, run)
                .rowsToInsert(statement, version, target.insert())
                .map(rows -> read(target, planned, rows));
    }

    /** The columns of the key among those that rows bring with them. */
    static int[] key(ChangeTarget target) {
        return target.table().primaryKey().stream()
                .mapToInt(column -> target.insert()
                        .rowType()
                        .indexOf(target.table().rowType().field(column).name())
                        .orElseThrow())
                .toArray();
    }

    RowsToChange read(ChangeTarget target, PlannedQuery planned, List<Page> given) {
        int[] key = key(target);
        List<Page> rows = TableStore.firstOfEachKey(target.insert().rowType(), key, given);
        boolean twice = size(rows) < size(given);
        if (twice && !statement.onConflict().orElseThrow().doesNothing()) {
            throw At.error(
                    ErrorCode.CARDINALITY_VIOLATION,
                    target.insert().place(),
                    "two of the rows have the same key; ON CONFLICT DO UPDATE can change a row once only");
        }
        Changes.Found found = KeyedRows.find(
                services,
                run,
                target.name(),
                target.table().primaryKey(),
                rows.stream().map(page -> page.project(key)).toList());
        Map<String, RelationSnapshot> excluded = Map.of(MergePlanning.EXCLUDED.toString(), new RowsSnapshot(rows));
        ChangeReading changes = new ChangeReading(services, run);
        return changes.rows(changes.over(found, target, planned, excluded), target, planned);
    }

    private static long size(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
