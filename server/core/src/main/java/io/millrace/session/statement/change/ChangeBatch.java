package io.millrace.session.statement.change;

import io.millrace.catalog.TableRelation;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.driver.Turns;
import io.millrace.engine.view.KeyPlaces;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.session.ParameterLists;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.UpdateStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One UPDATE, DELETE, MERGE or INSERT with ON CONFLICT for many lists of parameters: all that they change is visible in one batch, or nothing is
 * changed. Each sees what those before it have changed; those that concern different rows are done together.
 */
public final class ChangeBatch {

    private final Services services;
    private final Run run;
    private final Changing changing;

    /**
     * Makes a batch.
     *
     * @param run of the statement, without parameters
     * @param statement with what its table says of rows that are there already
     */
    public ChangeBatch(Services services, Run run, Statement statement) {
        this.services = services;
        this.run = run;
        this.changing = Changing.of(statement);
    }

    /** Returns how many rows each list has changed. */
    public long[] change(List<List<Object>> lists) {
        if (run.transaction().isPresent()) {
            return new Steps(run, lists).all();
        }
        boolean alone = false;
        while (true) {
            Transaction own = run.session().transactions().apart();
            String table = ChangeTarget.of(changing, own.version().catalog()).name();
            try (Turns.Turn turn = services.driver().changes().turns().take(table, alone, run.execution())) {
                long[] counts = new Steps(run.within(own), lists).all();
                own.commitInTurn(run.execution());
                return counts;
            } catch (MillraceException e) {
                if (!changing.isMeanwhile(e)) {
                    throw e;
                }
                alone = true;
            } finally {
                own.end();
            }
            run.execution().check();
        }
    }

    /** What the lists do one after the other in a transaction. */
    private final class Steps {

        private final Run inside;
        private final Transaction transaction;
        private final List<List<Object>> lists;
        private final long[] counts;

        Steps(Run inside, List<List<Object>> lists) {
            this.inside = inside;
            this.transaction = inside.transaction().orElseThrow();
            this.lists = lists;
            this.counts = new long[lists.size()];
        }

        long[] all() {
            Statement statement = changing.statement();
            Optional<KeyedPlan> keyed = inside.keyedPlan(services.definitions());
            ChangeTarget target = target();
            if (keyed.filter(plan -> lists.stream().allMatch(plan::takes)).isPresent()) {
                byKey(keyed.get());
            } else if (statement instanceof InsertStatement insert
                    && Inserts.takesRows(insert, target.insert(), lists.get(0))) {
                rows(insert, target);
            } else {
                for (int i = 0; i < counts.length; i++) {
                    inside.execution().check();
                    int list = i;
                    ParameterLists.numbered(i, () -> counts[list] = one(inside.with(lists.get(list))));
                }
            }
            return counts;
        }

        private ChangeTarget target() {
            return ChangeTarget.of(changing, transaction.version().catalog());
        }

        private long one(Run single) {
            ChangeStatements change = new ChangeStatements(services, single);
            Outcome outcome = change.attempt(transaction.version(), target(), change.reader(changing.statement()))
                    .orElseThrow();
            return ((Outcome.Updated) outcome).count();
        }

        private void byKey(KeyedPlan plan) {
            List<List<Literal>> values = new ArrayList<>();
            lists.forEach(
                    list -> values.add(services.plans().values(plan.query().parameters(), list)));
            int from = 0;
            while (from < counts.length) {
                inside.execution().check();
                int first = from;
                int size = movesKeys() ? 1 : plan.different(values, from);
                List<List<Literal>> round = values.subList(from, from + size);
                try {
                    together(plan, round, first);
                } catch (MillraceException e) {
                    eachAlone(plan, round, first);
                    throw e;
                }
                from += round.size();
            }
        }

        private void together(KeyedPlan plan, List<List<Literal>> round, int first) {
            Definitions.Version version = transaction.version();
            RowsToChange rows = new ChangeReading(services, inside)
                    .lookUp(version, target(), plan, round)
                    .orElseThrow();
            take(rows);
            for (Page page : rows.removed()) {
                for (int list : plan.lists(page, round)) {
                    counts[first + list]++;
                }
            }
        }

        /** Does again what has failed, so that the list which is to blame is told. */
        private void eachAlone(KeyedPlan plan, List<List<Literal>> round, int first) {
            for (int i = 0; i < round.size(); i++) {
                inside.execution().check();
                int list = i;
                ParameterLists.numbered(first + i, () -> together(plan, round.subList(list, list + 1), first + list));
            }
        }

        /** Whether rows may get the key that another list asks for. */
        private boolean movesKeys() {
            TableRelation table = target().table();
            return changing.statement() instanceof UpdateStatement update
                    && update.assignments().stream()
                            .map(assignment -> Written.name(assignment.column()).parts())
                            .map(parts -> table.rowType().indexOf(parts.get(parts.size() - 1)))
                            .anyMatch(column ->
                                    column.isEmpty() || table.primaryKey().contains(column.getAsInt()));
        }

        private void rows(InsertStatement insert, ChangeTarget target) {
            List<Page> given = new Inserts(services, inside)
                    .parameterRows(insert, transaction.version(), target.insert(), ParameterLists.of(lists));
            int[] key = ConflictReading.key(target);
            int from = 0;
            for (Page page : given) {
                int start = 0;
                while (start < page.size()) {
                    inside.execution().check();
                    KeyPlaces places = new KeyPlaces(keyType(target, key));
                    Page keys = page.project(key);
                    int end = start;
                    while (end < page.size() && places.add(keys, end)) {
                        end++;
                    }
                    conflict(insert, page.slice(start, end), key, places, from + start);
                    start = end;
                }
                from += page.size();
            }
        }

        private RowType keyType(ChangeTarget target, int[] key) {
            return target.insert().rowType().project(key);
        }

        private void conflict(InsertStatement insert, Page rows, int[] key, KeyPlaces places, int from) {
            ChangeTarget target = target();
            PlannedQuery planned = inside.conflictPlan(transaction.version().catalog())
                    .orElseGet(() -> services.plans()
                            .conflict(insert, transaction.version().catalog(), List.of())
                            .query());
            RowsToChange changed = new ConflictReading(services, inside, insert).read(target, planned, List.of(rows));
            for (Page page : changed.added()) {
                for (int place : places.of(page.project(key))) {
                    counts[from + place]++;
                }
            }
            take(changed);
        }

        private void take(RowsToChange rows) {
            ChangeTarget target = target();
            DeclaredRows declared = new DeclaredRows(services, inside, target.insert());
            declared.check(rows.added());
            transaction.change(
                    target.table(),
                    target.insert().rowType(),
                    rows.removed(),
                    declared.of(rows.added()),
                    inside.execution());
        }
    }
}
