package io.millrace.session.transaction;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.People;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.driver.Changes;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Turns;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.view.KeyPlaces;
import io.millrace.engine.view.Overlay;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.running.Execution;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several statements that read one batch, and what they have changed so far, which only they see. All of it becomes visible in one batch, or
 * nothing: also nothing when somebody else has changed one of its rows meanwhile. Thread-safe.
 */
public final class Transaction {

    private final Definitions definitions;
    private final Principal principal;
    private final Driver driver;
    private final Definitions.Version begun;
    private final Published pinned;
    private final MemoryBudget memory;
    private final MemoryUse held;
    private final Map<String, Changed> changed = new TreeMap<>();
    private final boolean announced;
    private final PendingDefinitions pending;
    private volatile Optional<Landing> landing = Optional.empty();
    private Definitions.Version version;

    /** Carries a statement out that defines something, when the transaction is committed. */
    @FunctionalInterface
    public interface Step {
        void run(Execution execution, Transaction transaction);
    }

    /**
     * A relation that was changed.
     *
     * @param given the columns that rows bring with them, by their places among those that are declared
     */
    private record Changed(Relation relation, RowType givenType, int[] given, Overlay overlay) {}

    /**
     * Begins.
     *
     * @param announced whether somebody has written BEGIN
     * @param memory for what it changes, until it ends
     */
    @SuppressWarnings("ReferenceEquality")
    Transaction(Definitions definitions, Driver driver, Principal principal, boolean announced, MemoryBudget memory) {
        this.principal = principal;
        this.announced = announced;
        this.memory = memory;
        this.held = new MemoryUse(memory, "rows that a transaction has changed");
        this.definitions = definitions;
        this.driver = driver;
        Definitions.Version settled;
        Published newest;
        do {
            settled = definitions.settled();
            newest = driver.published();
        } while (definitions.settled() != settled);
        this.begun = settled;
        this.version = settled;
        this.pinned = newest;
        this.pending = new PendingDefinitions(settled);
    }

    /** Whether somebody has written BEGIN: only then its statements may define something. */
    public boolean isAnnounced() {
        return announced;
    }

    /** Fails when something was allowed when it began that is not allowed any more: it has the rights of then. */
    public void checkRights() {
        if (mayLess()) {
            throw new MillraceException(ErrorCode.ACCESS_DENIED, "what you may do was changed; ROLLBACK");
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean mayLess() {
        Definitions.Version now = definitions.current();
        People then = begun.catalog().people();
        People people = now.catalog().people();
        return people != then && principal.rights(people).isLessThan(principal.rights(then), now::exists);
    }

    /** Whether what it has changed may become visible: asked while nobody else changes anything. */
    private boolean stands(List<RelationName> names) {
        return definitions.stand(begun, names) && !mayLess();
    }

    /** Whether it has defined or dropped something. */
    public synchronized boolean defines() {
        return !pending.isEmpty();
    }

    /** What is defined once it is committed. */
    public synchronized Definitions.Version defined() {
        return pending.version();
    }

    /** Whether it makes what has the name. */
    public synchronized boolean makes(RelationName name) {
        return pending.makes(name);
    }

    /** Whether it drops what has the name. */
    public synchronized boolean drops(RelationName name) {
        return pending.drops(name);
    }

    /** Whether it has changed rows of a relation. */
    public synchronized boolean changes(RelationName name) {
        return changed.values().stream()
                .anyMatch(change -> change.relation().name().equals(name));
    }

    /** Of these, one that it makes and whose rows are there only when it is committed. */
    public synchronized Optional<RelationName> unreadable(Collection<RelationName> names) {
        return names.stream()
                .filter(name -> pending.makes(owner(name)))
                .filter(name -> pending.insertable(name).isEmpty())
                .findFirst();
    }

    private static RelationName owner(RelationName name) {
        return SideStreams.isSideStream(name) ? SideStreams.owner(name) : name;
    }

    /** It will make something. */
    public synchronized void make(UnaryOperator<Definitions.Version> addition, RelationName name, boolean ifNotExists) {
        pending.make(addition, name, ifNotExists);
        version = expanded();
    }

    /** It will say something else of what it makes. */
    public synchronized void describe(UnaryOperator<Definitions.Version> change) {
        pending.change(change);
        version = expanded();
    }

    /** It will drop something. */
    public synchronized void drop(List<RelationName> gone) {
        pending.drop(gone);
        version = expanded();
    }

    /** It will alter something, after all that it makes and drops. */
    public synchronized void alter(Landing.Altering altering) {
        pending.alter(altering);
    }

    /** Whether it alters what has the name. */
    public synchronized boolean alters(RelationName name) {
        return pending.alters(name);
    }

    synchronized Optional<RelationName> comingWith(String name) {
        return pending.comingWith(name);
    }

    /** A statement that defines something was checked. */
    public synchronized void add(String text, Step step) {
        pending.add(text, step);
    }

    /** How what it defines comes into being, while it is committed. */
    public Optional<Landing> landing() {
        return landing;
    }

    /** What is defined for its statements: views that read what was changed are read as their queries. */
    public synchronized Definitions.Version version() {
        return version;
    }

    /** The batch that its statements read. */
    public Published pinned() {
        return pinned;
    }

    public synchronized boolean isUnchanged() {
        return changed.isEmpty() && pending.isEmpty();
    }

    /** The relations that it has changed, as its statements see them. */
    public synchronized Map<String, RelationSnapshot> own() {
        Map<String, RelationSnapshot> own = new HashMap<>();
        pending.insertable().forEach(relation -> own.put(relation.name().toString(), NoRows.SNAPSHOT));
        changed.forEach((name, change) -> Optional.ofNullable(own.get(name))
                .or(() -> pinned.relation(name))
                .ifPresent(base -> own.put(name, change.overlay().over(base))));
        return own;
    }

    /**
     * The rows of a table with some keys, as its statements see them.
     *
     * @param key the columns of the primary key
     * @param keys pages with these columns, in this order
     */
    public synchronized Changes.Found find(String table, int[] key, List<Page> keys, Cancellation cancellation) {
        List<Page> base = base(table, key, keys, cancellation);
        return new Changes.Found(
                pinned,
                changed.containsKey(table) ? changed.get(table).overlay().rows(keys, base) : base);
    }

    /** The rows that were there when it began: all are read when many batches have changed the table since. */
    private List<Page> base(String table, int[] key, List<Page> keys, Cancellation cancellation) {
        if (pending.insertable(begun.catalog().name(table)).isPresent()) {
            return List.of();
        }
        RelationSnapshot base = pinned.relation(table)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.WRITE_CONFLICT, "\"" + table + "\" is newer than the transaction; begin another"));
        Optional<List<Page>> found = base.lookUp(key, keys);
        if (found.isPresent()) {
            return found.get();
        }
        Changes.Found newest = driver.changes().find(table, key, keys, cancellation);
        return isSame(Optional.of(base), newest.at().relation(table)) ? newest.rows() : scanned(base, table, key, keys);
    }

    private List<Page> scanned(RelationSnapshot base, String table, int[] key, List<Page> keys) {
        RowType rowType = changedType(table);
        KeyPlaces wanted = new KeyPlaces(rowType.project(key));
        for (Page page : keys) {
            for (int row = 0; row < page.size(); row++) {
                wanted.add(page, row);
            }
        }
        List<Page> rows = new ArrayList<>();
        base.read(IntStream.range(0, rowType.size()).toArray(), page -> {
            int[] places = wanted.of(page.project(key));
            int[] fitting = IntStream.range(0, places.length)
                    .filter(row -> places[row] >= 0)
                    .toArray();
            if (fitting.length > 0) {
                rows.add(page.gather(fitting, fitting.length));
            }
            return true;
        });
        return rows;
    }

    private RowType changedType(String table) {
        return begun.catalog().get(begun.catalog().name(table)).rowType();
    }

    /** What was defined when it began. */
    public Definitions.Version begun() {
        return begun;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Optional<RelationSnapshot> one, Optional<RelationSnapshot> other) {
        return one.isPresent() && one.orElse(null) == other.orElse(null);
    }

    /**
     * Takes rows out of a table and puts others in, or appends to a stream.
     *
     * @param givenType the columns that rows bring with them
     * @param removed with all declared columns, as are those that are added
     * @throws MillraceException UNIQUE_VIOLATION: nothing was changed
     */
    public synchronized void change(
            Relation relation, RowType givenType, List<Page> removed, List<Page> added, Cancellation cancellation) {
        String name = relation.name().toString();
        List<Integer> key = relation instanceof TableRelation table ? table.versionKey() : List.of();
        boolean keyed =
                relation instanceof TableRelation table && !table.primaryKey().isEmpty();
        Overlay overlay = changed.containsKey(name)
                ? changed.get(name).overlay()
                : new Overlay(relation.rowType(), keyed ? key : List.of());
        if (keyed) {
            int[] columns = key.stream().mapToInt(Integer::intValue).toArray();
            List<Page> keys = added.stream().map(page -> page.project(columns)).toList();
            overlay.duplicate(base(name, columns, keys, cancellation), removed, added)
                    .ifPresent(duplicate -> {
                        throw new MillraceException(
                                ErrorCode.UNIQUE_VIOLATION,
                                "table \"" + name + "\" already has a row with the primary key " + duplicate
                                        + "; the statement has changed nothing");
                    });
        }
        PageBytes meter = new PageBytes();
        held.add(Stream.concat(removed.stream(), added.stream())
                .mapToLong(meter::of)
                .sum());
        overlay.change(removed, added);
        if (!changed.containsKey(name)) {
            int[] given = givenType.fields().stream()
                    .mapToInt(field -> relation.rowType().indexOf(field.name()).orElseThrow())
                    .toArray();
            changed.put(name, new Changed(relation, givenType, given, overlay));
            version = expanded();
        }
    }

    /** Takes rows of a changed stream along that nobody sees, so that they are found among those that were dropped. */
    public synchronized void drops(Relation relation, List<Page> dropped) {
        dropped.forEach(page -> held.add(new PageBytes().of(page)));
        changed.get(relation.name().toString()).overlay().drop(dropped);
    }

    /** A version in which materialized views that are made, or read what was changed, are read as their queries. */
    private Definitions.Version expanded() {
        Definitions.Version defined = pending.version();
        Set<RelationName> names = new LinkedHashSet<>(pending.made().keySet());
        changed.values()
                .forEach(change ->
                        names.addAll(defined.dependents(change.relation().name())));
        Catalog catalog = defined.catalog();
        for (RelationName name : names) {
            Optional<Relation> found = catalog.find(name);
            if (found.isPresent() && found.get() instanceof ViewRelation view && view.materialized()) {
                catalog = catalog.with(new ViewRelation(
                        view.name(),
                        false,
                        view.rowType(),
                        view.key(),
                        view.appendOnly(),
                        view.eventTimeColumns(),
                        view.query(),
                        view.sql(),
                        view.reads()));
            }
        }
        return new Definitions.Version(catalog, defined.sinks(), defined.queries(), defined.texts(), defined.options());
    }

    /** Gives back what it holds. */
    public synchronized void end() {
        memory.close();
    }

    /** Makes all of it visible, in one batch; nobody else uses it any more. */
    void commit(Execution execution) {
        try (Turns.Turn turn = driver.changes().turns().take(changed.keySet(), execution)) {
            if (!isUnchanged()) {
                checkRights();
            }
            if (pending.isEmpty()) {
                commitInTurn(execution);
            } else {
                land(execution);
            }
        }
    }

    private void land(Execution execution) {
        List<RelationName> names = changed.values().stream()
                .map(change -> change.relation().name())
                .filter(name -> !pending.makes(name))
                .toList();
        Landing all = new Landing(definitions, driver, execution);
        landing = Optional.of(all);
        telling(() -> all.run(pending, this, changes(), () -> stands(names)));
    }

    /** The same for whoever has the right to change the tables already. */
    public synchronized void commitInTurn(Cancellation cancellation) {
        Map<String, ChangedRows> changes = changes();
        if (changes.isEmpty()) {
            return;
        }
        List<RelationName> names = changed.values().stream()
                .map(change -> change.relation().name())
                .toList();
        telling(() -> {
            boolean done = driver.changes()
                    .change(changes, () -> stands(names), cancellation)
                    .isPresent();
            if (!done) {
                checkRights();
                throw Landing.replaced();
            }
        });
    }

    /** A key that was free when a row was given it is somebody else's by now. */
    private static void telling(Runnable committing) {
        try {
            committing.run();
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.UNIQUE_VIOLATION) {
                throw e;
            }
            throw new MillraceException(
                    ErrorCode.WRITE_CONFLICT, "another statement was faster: " + e.userMessage() + ", try again", e);
        }
    }

    private synchronized Map<String, ChangedRows> changes() {
        Map<String, ChangedRows> changes = new HashMap<>();
        changed.forEach((name, change) -> {
            List<Page> removed = change.overlay().removed();
            List<Page> added = new ArrayList<>(change.overlay().dropped());
            change.overlay().added().stream()
                    .map(Copied::expanded)
                    .map(page -> page.project(change.given()))
                    .forEach(added::add);
            if (!removed.isEmpty() || !added.isEmpty()) {
                changes.put(
                        name,
                        new ChangedRows(
                                false,
                                new TypedPages(change.relation().rowType(), removed),
                                new TypedPages(change.givenType(), added)));
            }
        });
        return changes;
    }
}
