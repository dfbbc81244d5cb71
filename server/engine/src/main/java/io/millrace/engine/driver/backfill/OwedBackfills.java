package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.OwedEvents;
import io.millrace.engine.driver.batch.OwedRuns;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Queries that wait for a source and had something to catch up with, since a checkpoint or before it: once their turn has come they do that
 * again as they did it then, between the same batches. Used by the driver's thread.
 */
public final class OwedBackfills implements OwedEvents {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread driver;
    private final ServerBeside server;
    private final Map<String, Backfill> suspended;
    private final HeldBackfills held;
    private final Consumer<Backfill> start;
    /** Those of sinks, which take no part in batches. */
    private final Map<String, Backfill> ofSinks = new HashMap<>();

    private final BesideAgain sides = new BesideAgain();
    private final UnderWay underWay;
    /** Makes a query that has failed once more, with its content. */
    private UnaryOperator<RunningQuery> anew = query -> query;

    private RuntimeException failure;

    /**
     * @param suspended views and derived streams that are suspended
     * @param start lets the query of a sink go on catching up by itself
     */
    OwedBackfills(
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread driver,
            Executor threads,
            ServerBeside server,
            Map<String, Backfill> suspended,
            HeldBackfills held,
            Consumer<Backfill> start) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.driver = driver;
        this.server = server;
        this.suspended = suspended;
        this.held = held;
        this.start = start;
        this.underWay = new UnderWay(relations, driver, threads);
    }

    /** What makes a query that has failed once more; set before the first batch. */
    public void anew(UnaryOperator<RunningQuery> maker) {
        anew = maker;
    }

    private OwedRuns owed() {
        return coordinator.owed();
    }

    Optional<Backfill> find(String name) {
        return Optional.ofNullable(ofSinks.get(name));
    }

    /** Whether a query is about to do again, when its turn comes, what is done now. */
    boolean waits(RunningQuery query) {
        return coordinator.isHeld() && owed().isOwed(query.name());
    }

    /** A query is defined that needs what waits: it begins when its turn comes. */
    void begins(RunningQuery query, Optional<PiecePlan> read) {
        relations.add(query);
        owed().await(query);
        owed().happened(OwedMoment.Kind.BEGUN, query, read);
    }

    /**
     * Computes a view or derived stream again when its turn comes, which has failed or has by then.
     *
     * @param fresh the query once more
     * @return false when it can be done now
     */
    public boolean computesAgain(RunningQuery query, Supplier<RunningQuery> fresh) {
        String name = query.name();
        boolean waits = owed().isOwed(name) || owed().isReadBy(query);
        boolean later = coordinator.isHeld() && (owed().failsAtLast(name) || (query.failed() && waits));
        if (later) {
            computesAgain(query, fresh, held.takeReadThen(name));
        }
        return later;
    }

    private void computesAgain(RunningQuery query, Supplier<RunningQuery> fresh, Optional<PiecePlan> read) {
        RunningQuery again = query.failed() ? fresh.get() : query;
        if (again != query) {
            relations.add(again);
            owed().await(again);
        }
        owed().happened(OwedMoment.Kind.AGAIN, again, read);
    }

    /** What a view or derived stream needs cannot be read now, that is being defined or goes on. */
    void awaits(Backfill backfill) {
        RunningQuery query = backfill.query();
        awaitSources(query);
        Optional<PiecePlan> read = backfill.pieces().mustRead();
        if (backfill.isFirst()) {
            begins(query, read);
        } else if (backfill.isAgain()) {
            computesAgain(relations.query(query.name()), () -> query, read);
        } else {
            suspended.put(query.name(), backfill);
            resumes(query, read);
        }
        coordinator.republish(query.name());
        backfill.done().complete(null);
    }

    private void resumes(RunningQuery query, Optional<PiecePlan> read) {
        if (!owed().isOwed(query.name())) {
            owed().await(query);
        }
        owed().happened(OwedMoment.Kind.RESUMED, query, read);
    }

    /** A view or derived stream was let go on, which it does when its turn comes; empty when it can do so now. */
    Optional<Backfill> resumes(String name, Supplier<Optional<PiecePlan>> read) {
        RunningQuery query = relations.query(name);
        if (query == null || !coordinator.isHeld() || query.failed()) {
            return Optional.empty();
        }
        boolean wasSuspended = owed().has(OwedMoment.Kind.SUSPENDED, name)
                || suspended.containsKey(name)
                || (owed().isTooMuch() && owed().isOwed(name)); // then nobody knows any more, and it is given up
        if (!wasSuspended || !(owed().isOwed(name) || owed().isReadBy(query))) {
            return Optional.empty();
        }
        Backfill backfill = Optional.ofNullable(suspended.get(name))
                .orElseGet(() -> Backfill.suspended(query, relations, new ServerThen(server)));
        resumes(query, read.get());
        return Optional.of(backfill);
    }

    /** Whether one takes what changes now; else that comes with batches that are owed. */
    boolean takesChanges(Backfill backfill) {
        return !owed().isOwed(backfill.query().name());
    }

    /** The query of a sink goes on when its turn comes. */
    private void take(Backfill backfill) {
        RunningQuery query = backfill.query();
        backfill.inputs().takeWhole(unused -> List.of());
        ofSinks.put(query.name(), backfill);
        relations.add(query);
        owed().await(query);
        coordinator.republish(query.name());
    }

    /** What one that does again what was written down reads cannot be read now. */
    void awaitsSink(Backfill backfill) {
        awaitSources(backfill.query());
        held.release(backfill.query().name()).ifPresent(this::take);
    }

    private void awaitSources(RunningQuery query) {
        query.sources().stream()
                .map(source -> relations.input(source.relation()))
                .filter(input -> input != null && input.reading().isPresent())
                .distinct()
                .forEach(owed()::await);
    }

    @Override
    public void moreWaits() {
        List<Backfill> waiting = held.all().stream()
                .filter(backfill -> owed().isReadBy(backfill.query()))
                .toList();
        waiting.forEach(backfill -> held.release(backfill.query().name()).ifPresent(this::take));
    }

    /** After a checkpoint was loaded: those that it has as owed. */
    void restored() {
        for (String name : owed().left()) {
            held.release(name).ifPresent(backfill -> {
                ofSinks.put(name, backfill);
                relations.add(backfill.query());
                backfill.query().waits(true);
            });
        }
    }

    @Override
    public Outcome run(OwedMoment moment, RunningQuery query, Published seen) {
        try {
            return switch (moment.kind()) {
                case BEGUN -> begin(moment, query, seen);
                case SUSPENDED -> suspend(query, seen);
                case RESUMED -> resume(moment, query, seen);
                case PAUSED -> pause(query, seen);
                case PIECE -> piece(moment, seen);
                case JOINED -> join(query, seen);
                case FAILED -> fail(moment, query);
                case AGAIN -> computeAgain(moment, query, seen);
            };
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
            coordinator.failures().notice(query, e);
            return Outcome.DONE;
        }
    }

    private Outcome begin(OwedMoment moment, RunningQuery query, Published seen) {
        ServerThen then = new ServerThen(server);
        then.begin(seen, sides);
        Backfill backfill = underWay.of(query, () -> Backfill.first(query, relations, then, query.isWhole()));
        backfill.inputs().takeWhole(owed()::changesSince);
        if (backfill.isOfSink()) {
            backfill.done().complete(null); // nobody waits for it
            ofSinks.put(query.name(), backfill);
            then.end();
            return Outcome.DONE;
        }
        return runBeside(backfill, moment);
    }

    private Outcome fail(OwedMoment moment, RunningQuery query) {
        ofSinks.remove(query.name());
        coordinator.failures().asBefore(query, moment.cause().orElseThrow());
        return Outcome.DONE;
    }

    private Outcome computeAgain(OwedMoment moment, RunningQuery query, Published seen) {
        RunningQuery fresh = query;
        if (query.failed()) {
            fresh = anew.apply(query);
            fresh.waits(true);
            relations.add(fresh);
        }
        RunningQuery again = fresh;
        ServerThen then = new ServerThen(server);
        then.begin(seen, sides);
        Backfill backfill = underWay.of(again, () -> Backfill.again(again, relations, then));
        backfill.inputs().takeWhole(owed()::changesSince);
        return runBeside(backfill, moment);
    }

    private Outcome suspend(RunningQuery query, Published seen) {
        suspended.put(query.name(), stopped(seen, then -> Backfill.suspended(query, relations, then)));
        query.suspend();
        return Outcome.DONE;
    }

    private Outcome pause(RunningQuery query, Published seen) {
        ofSinks.put(query.name(), stopped(seen, then -> Backfill.paused(query, relations, then)));
        return Outcome.DONE;
    }

    private Backfill stopped(Published seen, Function<ServerThen, Backfill> stop) {
        ServerThen then = new ServerThen(server);
        then.begin(seen, sides);
        Backfill backfill = stop.apply(then);
        backfill.inputs().standAt(seen);
        then.end();
        return backfill;
    }

    private Outcome resume(OwedMoment moment, RunningQuery query, Published seen) {
        Backfill backfill = suspended.get(query.name());
        if (backfill == null) {
            return Outcome.DONE;
        }
        backfill.server().begin(seen, sides);
        backfill.restart();
        return runBeside(backfill, moment);
    }

    private Outcome runBeside(Backfill backfill, OwedMoment moment) {
        underWay.run(backfill, moment, away -> ended(backfill, moment, away));
        return Outcome.BUSY;
    }

    private void ended(Backfill backfill, OwedMoment moment, Optional<RuntimeException> away) {
        RunningQuery query = backfill.query();
        if (away.isPresent()) {
            failure = away.get();
            owed().ended(Outcome.AWAY, moment);
            return;
        }
        if (query.failed()) {
            coordinator.failures().notice(query, query.failure().orElseThrow());
        } else {
            suspended.remove(query.name());
            backfill.handOver();
            backfill.join();
        }
        owed().ended(Outcome.DONE, moment);
        driver.signal();
    }

    private Outcome piece(OwedMoment moment, Published seen) {
        Backfill backfill = ofSinks.get(moment.query());
        if (backfill == null || moment.given().isEmpty()) {
            return Outcome.DONE; // what was not run to its end then is planned anew
        }
        backfill.server().begin(seen, sides);
        try {
            Optional<List<Page>> again = backfill.pieces().runAgain(moment);
            if (again.isEmpty()) {
                failure = new MillraceException(
                        ErrorCode.SOURCE_FAILED, "what the query had read before a restart cannot be read now");
                return Outcome.AWAY;
            }
            List<Page> rows = again.get();
            RunningQuery query = backfill.query();
            query.failure().ifPresent(cause -> coordinator.failures().notice(query, cause));
            if (!rows.isEmpty() && !query.failed()) {
                query.target().deliverAgain(moment.given().get().number(), rows);
            }
            return Outcome.DONE;
        } finally {
            backfill.server().end();
        }
    }

    private Outcome join(RunningQuery query, Published seen) {
        Backfill backfill = ofSinks.remove(query.name());
        if (backfill != null) {
            backfill.server().begin(seen, sides);
            backfill.pieces().catchUpAgain();
            backfill.join();
            query.failure().ifPresent(cause -> coordinator.failures().notice(query, cause));
        }
        return Outcome.DONE;
    }

    @Override
    public RuntimeException failure() {
        return failure;
    }

    @Override
    public boolean isBusy() {
        return underWay.isBusy();
    }

    @Override
    public boolean isHalf() {
        return underWay.any().isPresent();
    }

    @Override
    public boolean takesPart(OwedMoment moment) {
        return !ofSinks.containsKey(moment.query());
    }

    @Override
    public void noteChanges(Map<String, List<Page>> deltas, Map<String, List<Page>> own, BatchPlan plan) {
        Stream.concat(ofSinks.values().stream(), suspended.values().stream())
                .filter(backfill -> owed().isOwed(backfill.query().name()))
                .forEach(backfill -> {
                    boolean all = owed().isOwed(backfill.query().name(), plan.batch());
                    backfill.noteChanges(all ? deltas : own);
                });
        sides.took(plan);
    }

    @Override
    public void end() {
        sides.rest().forEach((name, pages) -> pages.forEach(page -> server.offer(name, page)));
        sides.clear();
        List<Backfill> going = new ArrayList<>(ofSinks.values());
        ofSinks.clear();
        going.stream().filter(backfill -> !backfill.query().failed()).forEach(backfill -> {
            backfill.query().waits(false);
            relations.removeQuery(backfill.query().name());
            start.accept(backfill);
            coordinator.republish(backfill.query().name());
        });
    }

    @Override
    public void giveUp() {
        sides.clear();
        ofSinks.clear();
        underWay.forget();
        suspended.values().removeIf(backfill -> {
            boolean waits = owed().isOwed(backfill.query().name());
            if (waits) {
                backfill.query().resume();
            }
            return waits;
        });
    }

    /** One is not wanted any more. */
    void cancel(String name) {
        ofSinks.remove(name);
        sides.forget(name);
        underWay()
                .filter(backfill -> backfill.query().name().equals(name))
                .forEach(backfill -> backfill.fail(
                        new MillraceException(ErrorCode.QUERY_CANCELLED, "the query \"" + name + "\" was dropped")));
    }

    /** The rows of a relation have another form, also those that queries have yet to take which wait; no others have to take any. */
    public void reshape(String relation, RowType rowType, UnaryOperator<Page> rows) {
        Stream.concat(ofSinks.values().stream(), suspended.values().stream())
                .forEach(backfill -> backfill.inputs().changes().reshape(relation, rowType, rows));
        owed().reshape(relation, rowType, rows);
    }

    /** Whether a query stands by for its turn, and takes nothing now. */
    boolean standsBy(RunningQuery query) {
        return owed().isOwed(query.name()) && underWay().noneMatch(backfill -> backfill.query() == query);
    }

    Stream<Backfill> underWay() {
        return underWay.any().stream();
    }

    void rename(String name, String other) {
        Optional.ofNullable(ofSinks.remove(name)).ifPresent(backfill -> ofSinks.put(other, backfill));
        sides.rename(name, other);
        owed().rename(name, other);
    }
}
