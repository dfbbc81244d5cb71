package io.millrace.session.statement.change;

import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.query.ClockUse;
import io.millrace.engine.driver.Changes;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.change.RowAction;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.JoinedKey;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.lookup.PinnedKey;
import io.millrace.session.lookup.RowsSnapshot;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.query.KeyedRows;
import io.millrace.session.statement.query.Reading;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
    Optional<RowsToChange> read(Definitions.Version version, ChangeTarget target, PlannedQuery planned) {
        Supplier<Reading> reading = reading(target, planned);
        if (!run.stand(services.definitions(), version, planned.inputs())) {
            return Optional.empty();
        }
        return Optional.of(
                Detached.call(services.workers(), run.execution(), () -> rows(reading.get(), target, planned)));
    }

    /** Rows whose key is known are looked up. */
    private Supplier<Reading> reading(ChangeTarget target, PlannedQuery query) {
        RowType rowType = target.table().rowType();
        List<Integer> key = target.table().primaryKey();
        Optional<Page> keys = PinnedKey.of(query.root(), target.name(), rowType, key);
        if (keys.isPresent()) {
            Reading looking = over(find(target, List.of(keys.get())), target, query, Map.of());
            return () -> looking;
        }
        Optional<JoinedKey> joined =
                ClockUse.in(query.root()) ? Optional.empty() : JoinedKey.of(query.root(), target.name(), rowType, key);
        Reading all = Reading.of(services, run, query);
        return joined.isEmpty()
                ? () -> all
                : () -> all.with(target.name(), at -> found(at, target, wanted(all, joined.get())));
    }

    /** The keys that rows of other relations bring with them, in the batch of the reading. */
    private List<Page> wanted(Reading reading, JoinedKey joined) {
        List<Page> keys = new ArrayList<>();
        HeldPages held = new HeldPages(run.execution().memory(), "keys of the rows to be changed");
        reading.part(joined.others()).run(0, page -> {
            held.hold(keys, joined.keys(page));
            return true;
        });
        return keys;
    }

    /** The rows with some keys in a batch that was chosen before; all of the table when they cannot be found so. */
    private RelationSnapshot found(Published at, ChangeTarget target, List<Page> keys) {
        if (run.transaction().isPresent()) {
            return new RowsSnapshot(find(target, keys).rows());
        }
        int[] key =
                target.table().primaryKey().stream().mapToInt(Integer::intValue).toArray();
        RelationSnapshot table = at.relation(target.name())
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.RELATION_NOT_FOUND, "\"" + target.name() + "\" does not exist"));
        return table.lookUp(key, keys).<RelationSnapshot>map(RowsSnapshot::new).orElse(table);
    }

    /** Rows of the table that have some keys, as the statement sees them. */
    Changes.Found find(ChangeTarget target, List<Page> keys) {
        return KeyedRows.find(services, run, target.name(), target.table().primaryKey(), keys);
    }

    /**
     * A reading of rows that were looked up.
     *
     * @param others what is read of other relations
     */
    Reading over(Changes.Found found, ChangeTarget target, PlannedQuery query, Map<String, RelationSnapshot> others) {
        Map<String, RelationSnapshot> own =
                new HashMap<>(run.transaction().map(Transaction::own).orElse(Map.of()));
        own.put(target.name(), new RowsSnapshot(found.rows()));
        own.putAll(others);
        return new Reading(services, run, query, found.at(), own);
    }

    /**
     * Looks the rows up that lists of values ask for, and finds out what becomes of them.
     *
     * @param lists with different keys
     * @return empty when the table was replaced meanwhile
     */
    Optional<RowsToChange> lookUp(
            Definitions.Version version, ChangeTarget target, KeyedPlan plan, List<List<Literal>> lists) {
        Page keys = plan.keys(lists);
        if (keys.size() == 0) {
            return Optional.of(RowsToChange.nothing());
        }
        Changes.Found found = find(target, List.of(keys));
        if (!run.stand(services.definitions(), version, plan.query().inputs())) {
            return Optional.empty();
        }
        Map<String, RelationSnapshot> own = Map.of(target.name(), new RowsSnapshot(plan.rows(found.rows(), lists)));
        return Optional.of(rows(new Reading(services, run, plan.query(), found.at(), own), target, plan.query()));
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
        Numbering numbering = new Numbering(services, target.insert());
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
                heldNew.hold(rows.added(), numbering.checked(come.project(next)));
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
