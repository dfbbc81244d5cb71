package io.millrace.session.statement.change;

import io.millrace.engine.driver.Changes;
import io.millrace.engine.memory.HeldPages;
import io.millrace.planner.PlannedChange;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.query.PinnedKey;
import io.millrace.session.statement.query.Reading;
import io.millrace.session.statement.query.RowsSnapshot;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
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
        if (!services.definitions().stand(version, planned.query().inputs())) {
            return Optional.empty();
        }
        return Optional.of(
                Detached.call(services.workers(), run.execution(), () -> rows(reading, target, planned.query())));
    }

    /** Rows whose key is known are looked up. */
    private Reading reading(ChangeTarget target, PlannedQuery query) {
        Optional<Page> keys = PinnedKey.of(
                query.root(),
                target.name(),
                target.table().rowType(),
                target.table().primaryKey());
        if (keys.isEmpty()) {
            return new Reading(services, run, query);
        }
        Changes.Found found = services.driver().changes().find(target.name(), List.of(keys.get()), run.execution());
        return new Reading(services, run, query, found.at(), Map.of(target.name(), new RowsSnapshot(found.rows())));
    }

    private RowsToChange rows(Reading reading, ChangeTarget target, PlannedQuery query) {
        int declared = target.table().rowType().size();
        int[] old = IntStream.range(0, declared).toArray();
        int[] next = IntStream.range(declared, query.rowType().size()).toArray();
        List<Page> removed = new ArrayList<>();
        List<Page> added = new ArrayList<>();
        HeldPages heldRemoved = new HeldPages(run.execution().memory(), "rows to be changed");
        HeldPages heldAdded = new HeldPages(run.execution().memory(), "rows to be changed");
        reading.run(0, page -> {
            heldRemoved.hold(removed, page.project(old));
            if (next.length > 0) {
                heldAdded.hold(added, target.insert().checked(page.project(next)));
            }
            return true;
        });
        return new RowsToChange(removed, added);
    }
}
