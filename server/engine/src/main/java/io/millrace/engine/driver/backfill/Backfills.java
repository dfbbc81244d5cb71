package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.dstream.query.ClockUse;
import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Input;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The queries that are catching up, each on a thread of its own.
 *
 * <p>Added, completed and removed by the driver's thread; their reports can be read by any.
 */
public final class Backfills {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread driver;
    private final Executor threads;
    private final ServerBeside server;
    private final Map<String, Backfill> running = new ConcurrentHashMap<>();
    private final Map<String, Backfill> suspended = new ConcurrentHashMap<>();
    private final BackfillEnds ends;
    private final Readiness readiness;
    private final HeldBackfills held;
    private final OwedBackfills owed;
    private final PutAside aside = new PutAside(this::goOn);
    private final BackfillReports reports = new BackfillReports(running);

    public Backfills(
            Engine engine,
            BatchClock clock,
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread driver,
            Executor threads) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.driver = driver;
        this.threads = threads;
        this.server = new ServerBeside(engine, clock, relations, coordinator, driver);
        this.ends = new BackfillEnds(relations, coordinator);
        this.readiness = new Readiness(relations, coordinator);
        this.held = new HeldBackfills(relations, coordinator, server, ends, this::start);
        this.owed = new OwedBackfills(relations, coordinator, driver, threads, server, suspended, held, this::start);
        held.owed(owed);
        coordinator.owed().events(owed);
    }

    /** Those that do again what was written down. */
    public HeldBackfills held() {
        return held;
    }

    /** Those that wait for a source. */
    public OwedBackfills owed() {
        return owed;
    }

    /** Begins to catch up; the backfill's {@link Backfill#done} tells the end. */
    public Backfill begin(RunningQuery query, boolean whole, Optional<DefinitionText> text) {
        boolean later = readiness.comesLater(query);
        if (!later) {
            readiness.check(query.name(), query);
        }
        if (!whole) {
            query.beginsLate();
        }
        if (coordinator.isHeld()) {
            query.sources().stream()
                    .map(source -> relations.input(source.relation()))
                    .filter(Objects::nonNull)
                    .forEach(Input::recall);
        }
        Backfill backfill = Backfill.first(query, relations, new ServerThen(server), whole);
        if (later) {
            owed.begins(query, held.takeReadThen(query.name()));
            ends.republish(query);
            backfill.done().complete(null);
            return backfill;
        }
        backfill.pieces().mustRead(held.takeReadThen(query.name()));
        backfill.describe(text);
        boolean ofSink = isOfSink(query);
        if (ofSink) {
            text.ifPresent(coordinator.history()::defined);
        }
        if (!ofSink || !coordinator.isHeld()) {
            start(backfill);
            return backfill;
        }
        held.add(backfill);
        backfill.done().complete(null);
        return backfill;
    }

    /**
     * The query of a sink that has taken the place of another joined the batches before, or, since its sink gets nothing before that,
     * begins anew: then what it collected is worth nothing.
     *
     * @param collected what it has given so far, by number
     * @param anew the same query once more, if it is to begin anew
     */
    public void succeeded(String name, Map<Long, List<Page>> collected, Optional<RunningQuery> anew) {
        if (anew.isPresent()) {
            Backfill superseded = running.get(name); // until the other has its place
            superseded.supersede();
            boolean whole = superseded.query().isWhole();
            Backfill backfill = Backfill.first(anew.get(), relations, new ServerThen(server), whole);
            backfill.done().complete(null);
            start(backfill);
            return;
        }
        Optional<RunningQuery> query =
                Optional.ofNullable(relations.query(name)).filter(Backfills::isOfSink);
        query.ifPresent(joined -> {
            History history = coordinator.history();
            history.joined(name);
            collected.forEach((number, pages) -> history.sinkRows(
                    name,
                    Map.of(),
                    new OutboxRows(number, new TypedPages(joined.query().root().rowType(), pages))));
        });
    }

    /** The query of a sink that catches up beside the batches; empty when it is none, or takes part in them. */
    public Optional<RunningQuery> ofSink(String name) {
        return Optional.ofNullable(running.get(name)).map(Backfill::query).filter(Backfills::isOfSink);
    }

    static boolean isOfSink(RunningQuery query) {
        return query.query().output() == Query.Output.SINK;
    }

    /** The backfill of a query that had joined the others before: it is suspended, or goes on, or its sink is full. */
    public Optional<Backfill> ofStanding(String name) {
        return Optional.ofNullable(suspended.getOrDefault(name, running.get(name)))
                .or(() -> owed.find(name))
                .filter(Backfill::isCut);
    }

    /** Puts back what a query has to catch up with, which has its state; one whose sink was full goes on when the recovery has ended. */
    public void restore(RunningQuery query, Decoder in, StoredContents contents) throws IOException {
        Backfill backfill = Backfill.restored(query, relations, new ServerThen(server), in, contents);
        if (backfill.collects()) {
            suspended.put(query.name(), backfill);
        } else {
            relations.removeQuery(query.name());
            held.add(backfill);
        }
        relations.changed();
        ends.republish(query);
    }

    /** All that a checkpoint has was put back. */
    public void restored() {
        owed.restored();
    }

    /** Lets a query join the others at once, whose state and place in what it reads are put into it later. */
    public void join(RunningQuery query, boolean whole) {
        if (!whole) {
            query.beginsLate();
        }
        relations.add(query);
        ends.republish(query);
    }

    /** Computes a query again that has failed, beside the batches; see {@link Backfill#again}. */
    public Backfill beginAgain(RunningQuery query, Optional<DefinitionText> text) {
        readiness.check(query.name(), query);
        Backfill backfill = Backfill.again(query, relations, new ServerThen(server));
        backfill.pieces().mustRead(held.takeReadThen(query.name()));
        backfill.describe(text);
        start(backfill);
        return backfill;
    }

    /**
     * Takes a view or derived stream out of the batches until {@link #resume}.
     *
     * @throws MillraceException when it is suspended already, or has failed
     */
    public void suspend(String name) {
        Backfill catchingUp = running.get(name);
        if (catchingUp != null && !catchingUp.isAgain()) {
            catchingUp.halt();
            aside.wake(catchingUp);
            return;
        }
        RunningQuery query = relations.query(name);
        if (owed.waits(query)) {
            coordinator.owed().happened(OwedMoment.Kind.SUSPENDED, query, Optional.empty());
            return;
        }
        if (query.suspended()) {
            throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "\"" + name + "\" is suspended already");
        }
        readiness.check(name, query);
        if (query.failed() || catchingUp != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT, "\"" + name + "\" has failed; there is nothing to suspend");
        }
        suspended.put(name, Backfill.suspended(query, relations, new ServerThen(server)));
        query.suspend();
        relations.changed();
        ends.republish(query);
    }

    /** Lets a query catch up that is suspended; empty when it is not. */
    public Optional<Backfill> resume(String name, Optional<DefinitionText> text) {
        Optional<Backfill> later = owed.resumes(name, () -> held.takeReadThen(name));
        if (later.isPresent()) {
            return later;
        }
        Optional.ofNullable(suspended.get(name)).ifPresent(kept -> readiness.check(name, kept.query()));
        Optional<Backfill> resumed = Optional.ofNullable(suspended.remove(name));
        resumed.ifPresent(backfill -> {
            backfill.restart();
            backfill.pieces().mustRead(held.takeReadThen(name));
            backfill.describe(text);
            start(backfill);
        });
        return resumed;
    }

    /** The definitions of sinks whose queries still catch up for the first time; they were written down when that began. */
    public Map<String, Optional<DefinitionText>> written() {
        Map<String, Optional<DefinitionText>> written = new TreeMap<>();
        running.forEach((name, backfill) -> {
            if (backfill.isOfSink() && backfill.isFirst() && !Relations.isSuccessor(name)) {
                written.put(name, backfill.text());
            }
        });
        return written;
    }

    /** Whether rows are on their way from queries that catch up, which no checkpoint would have. */
    public boolean rowsAreOnTheirWay() {
        return server.isOffering();
    }

    /** The queries that are suspended or catch up, but for those whose turn to do that comes when their source is there. */
    public Stream<RunningQuery> apart() {
        Stream<Backfill> stopped = suspended.values().stream().filter(backfill -> !owed.standsBy(backfill.query()));
        return Stream.of(running.values().stream(), stopped, owed.underWay())
                .flatMap(Function.identity())
                .map(Backfill::query);
    }

    public boolean isCatchingUp(String name) {
        return running.containsKey(name);
    }

    /** Nobody waits any more for one that was to go on. */
    public void giveUp(Backfill backfill) {
        if (running.get(backfill.query().name()) != backfill) {
            return;
        }
        if (backfill.isAgain()) {
            cancel(backfill.query().name());
        } else {
            backfill.halt();
            aside.wake(backfill);
        }
    }

    private void start(Backfill backfill) {
        running.put(backfill.query().name(), backfill);
        goOn(backfill);
    }

    private void goOn(Backfill backfill) {
        threads.execute(() -> {
            try {
                backfill.run();
            } finally {
                driver.submit(() -> complete(backfill));
            }
        });
    }

    /**
     * Takes queries whose sinks take no more for now out of the batches, so that neither memory nor the others suffer. They go on as
     * backfills, from where they are.
     */
    public void pauseQueries() {
        if (coordinator.isHeld()) {
            return;
        }
        List<RunningQuery> full = relations.queries().stream()
                .filter(query -> query.takesPart() && query.target().full())
                .toList();
        for (RunningQuery query : full) {
            if (!Relations.isSuccessor(query.name())) {
                coordinator.history().paused(query.name());
            }
            relations.removeQuery(query.name());
            start(Backfill.paused(query, relations, new ServerThen(server)));
            ends.republish(query);
        }
    }

    /** While batches are run again: a table cannot be read any more. */
    public void failReaders(String table, MillraceException cause) {
        held.failReaders(table, cause);
        suspended.values().removeIf(backfill -> {
            boolean reads = backfill.query().reads(table);
            if (reads) {
                backfill.query().resume();
            }
            return reads;
        });
    }

    private void complete(Backfill backfill) {
        RunningQuery query = backfill.query();
        if (backfill.cancelled()) {
            backfill.close();
            return;
        }
        if (backfill.isHalted()) {
            suspended.put(query.name(), backfill);
            running.remove(query.name());
            return;
        }
        if (backfill.isAway()) {
            running.remove(query.name());
            owed.awaits(backfill);
            return;
        }
        if (!coordinator.isHeld() && coordinator.owed().concerns(query)) {
            aside.add(backfill); // there is more than can be seen of what it reads
            return;
        }
        if (!backfill.complete()) {
            if (backfill.isAway()) {
                complete(backfill);
                return;
            }
            backfill.handOver();
            coordinator.runForCarried();
            goOn(backfill);
            return;
        }
        Optional<Throwable> failure = query.failure();
        if (failure.isPresent()) {
            ends.fail(backfill, failure.get(), coordinator.isHeld());
            running.remove(query.name());
            return;
        }
        ends.join(backfill);
        running.remove(query.name());
        coordinator.joined(query);
        if (!coordinator.isHeld() && ClockUse.in(query.query().root())) {
            driver.publishTime();
        }
        backfill.done().complete(null);
    }

    /** More can be seen of what waited for a source. */
    public void goOnAfterWaiting() {
        aside.wakeAll();
    }

    /** Notes what a batch has changed. */
    public void noteChanges(Map<String, List<Page>> deltas) {
        running.values().forEach(backfill -> backfill.noteChanges(deltas));
        held.noteChanges(deltas);
        suspended.values().stream().filter(owed::takesChanges).forEach(backfill -> {
            backfill.noteChanges(deltas);
            backfill.compaction().ifPresent(threads::execute);
        });
    }

    /** Ends one that is not wanted any more; the query that its thread closes when it comes to it. */
    public Optional<RunningQuery> cancel(String name) {
        held.cancel(name);
        owed.cancel(name);
        suspended.remove(name);
        Optional<Backfill> backfill = Optional.ofNullable(running.remove(name));
        backfill.ifPresent(ending -> ending.fail(
                new MillraceException(ErrorCode.QUERY_CANCELLED, "the query \"" + name + "\" was dropped")));
        backfill.ifPresent(aside::wake);
        return backfill.map(Backfill::query);
    }

    /** Gives a query that is still catching up another name. */
    public void rename(String name, String other) {
        held.rename(name, other);
        owed.rename(name, other);
        Optional.ofNullable(running.remove(name)).ifPresent(backfill -> {
            backfill.query().rename(other);
            running.put(other, backfill);
        });
    }

    /** The error of a query that is still catching up. */
    public Optional<Throwable> failure(String name) {
        return Optional.ofNullable(running.get(name))
                .flatMap(backfill -> backfill.query().failure());
    }

    public void cancelAll(MillraceException cause) {
        running.values().forEach(backfill -> backfill.fail(cause));
        running.clear();
        suspended.clear();
    }

    /** Still shows one that is about to give its place to another; others do not do that at the same time. */
    public void beginToLeave(String name) {
        reports.beginToLeave(name);
    }

    /** What is in its place can be seen now. */
    public void endToLeave() {
        reports.endToLeave();
    }

    public List<QueryReport> reports() {
        return reports.all();
    }
}
