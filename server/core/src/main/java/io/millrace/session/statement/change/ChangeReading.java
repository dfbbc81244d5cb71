package io.millrace.session.statement.change;

import io.millrace.engine.driver.Changes;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.planner.PlannedChange;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.change.RowAction;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.query.PinnedKey;
import io.millrace.session.statement.query.Reading;
import io.millrace.session.statement.query.RowsSnapshot;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the rows that a statement changes, and what becomes of them, in one batch. */
final class ChangeReading {

    private final Services services;
    private final Run run;

    ChangeReading(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** Empty when what is read was replaced before a batch was chosen. */
    Optional<RowsToChange> read(Definitions.Version version, ChangeTarget target, PlannedChange planned) {
        Reading reading = reading(target, planned.query());
        if (!run.stand(services.definitions(), version, planned.query().inputs())) {
            return Optional.empty();
        }
        return Optional.of(
                Detached.call(services.workers(), run.execution(), () -> rows(reading, target, planned.query())));
    }

    /** Rows whose key is known are looked up. */
    private Reading reading(ChangeTarget target, PlannedQuery query) {
        Optional<PinnedKey> keys = PinnedKey.of(
                query.root(),
                target.name(),
                target.table().rowType(),
                target.table().primaryKey());
        if (keys.isEmpty()) {
            return Reading.of(services, run, query);
        }
        Changes.Found found = services.driver()
                .changes()
                .find(target.name(), List.of(keys.get().keys()), run.execution());
        return run.transaction()
                .map(transaction -> lookedUp(transaction, target, query, found, Map.of()))
                .orElseGet(() -> keys.get().reading(services, run, query, found));
    }

    /**
     * A reading in a transaction of rows that were looked up.
     *
     * @param others what is read of other relations
     */
    Reading lookedUp(
            Transaction transaction,
            ChangeTarget target,
            PlannedQuery query,
            Changes.Found found,
            Map<String, RelationSnapshot> others) {
        Map<String, RelationSnapshot> own = new HashMap<>(transaction.own());
        own.put(target.name(), transaction.lookedUp(target.name(), found, new RowsSnapshot(found.rows())));
        own.putAll(others);
        return new Reading(services, run, query, transaction.pinned(), own);
    }

    /** The rows that a planned change gives, sorted by what is to be done with them. */
    RowsToChange rows(Reading reading, ChangeTarget target, PlannedQuery query) {
        int declared = target.table().rowType().size();
        int given = target.insert().rowType().size();
        int width = query.rowType().size();
        int[] old = IntStream.range(0, declared).toArray();
        int[] next =
                IntStream.range(declared, Math.min(width, declared + given)).toArray();
        RowsToChange rows = RowsToChange.nothing();
        HeldPages held = new HeldPages(run.execution().memory(), "rows to be changed");
        HeldPages heldNew = new HeldPages(run.execution().memory(), "rows to be changed");
        reading.run(0, page -> {
            Optional<IntColumn> actions =
                    width > declared + given ? Optional.of((IntColumn) page.column(width - 1)) : Optional.empty();
            boolean alike = actions.isEmpty();
            Page gone = alike ? page : of(page, actions.get(), RowAction.UPDATE, RowAction.DELETE);
            Page deleted = alike ? page : of(page, actions.get(), RowAction.DELETE, RowAction.DELETE);
            Page come = alike ? page : of(page, actions.get(), RowAction.UPDATE, RowAction.INSERT);
            held.hold(rows.removed(), gone.project(old));
            if (next.length == 0 || !alike) {
                rows.deleted().add(deleted.project(old));
            }
            if (next.length > 0) {
                heldNew.hold(rows.added(), target.insert().checked(come.project(next)));
            }
            return true;
        });
        return rows;
    }

    /** The rows for which one of two things is to be done. */
    private static Page of(Page page, IntColumn actions, RowAction one, RowAction other) {
        int[] rows = new int[page.size()];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            int action = actions.values()[row];
            if (action == one.ordinal() || action == other.ordinal()) {
                rows[count++] = row;
            }
        }
        return page.gather(rows, count);
    }
}
