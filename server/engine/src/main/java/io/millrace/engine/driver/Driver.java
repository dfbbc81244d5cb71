package io.millrace.engine.driver;

import io.millrace.dstream.Query;
import io.millrace.dstream.Source;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.input.InputView;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.query.DerivedTime;
import io.millrace.engine.query.OneTimeRun;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.QueryStop;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.query.Subscription;
import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The StreamingContext of the server: one batch loop for all queries.
 *
 * <p>All methods may be called from any thread. Changes of relations and queries happen between two batches; reading never waits for
 * a batch.
 */
public final class Driver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Driver.class);

    /** How long who is cancelled waits until nothing is left of what he made. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How long sinks that work may take for what waits, when they are dropped and when the server stops. */
    private static final Duration DROP_GRACE = Duration.ofMillis(700);

    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private final Engine engine;
    private final DriverSettings settings;
    private final ChainCompiler compiler;
    private final ServerMemory memory;
    private final MemoryBudget kept;
    private final Relations relations = new Relations();
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final Backfills backfills;
    private final UnreadInputs unread;
    private final ExecutorService workers;
    private final Deliveries deliveries;

    /** @param memory that queries and what is kept of streams and tables may hold */
    public Driver(Engine engine, DriverSettings settings, ChainCompiler compiler, Clock clock, ServerMemory memory) {
        this.memory = memory;
        this.kept = memory.kept();
        this.engine = engine;
        this.settings = settings;
        this.compiler = compiler;
        this.clock = new BatchClock(clock);
        this.coordinator = new BatchCoordinator(engine, settings, this.clock, relations);
        this.thread = new DriverThread(coordinator, settings.batchInterval());
        AtomicInteger number = new AtomicInteger(1);
        this.workers = Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "input-" + number.getAndIncrement());
            worker.setDaemon(true);
            return worker;
        });
        this.backfills = new Backfills(engine, this.clock, relations, coordinator, thread, workers);
        this.unread = new UnreadInputs(relations, coordinator, thread);
        this.deliveries = new Deliveries(settings.sinkBacklog(), RetryTimer.SYSTEM, new Random());
        coordinator.afterCommit(backfills::noteChanges);
        coordinator.afterDelivery(backfills::pauseQueries);
    }

    public void start() {
        thread.start();
    }

    /**
     * Adds a stream or table, and the relation of its errors; it can be read and inserted into at once.
     *
     * <p>Returns when a table has all that its source holds now, if that comes to an end. When it fails or is cancelled, nothing of it
     * is left.
     */
    public void addInput(InputDefinition definition, Cancellation cancellation) {
        addInput(definition.name(), definition, cancellation);
    }

    /** The same, for one whom nobody stops. */
    public void addInput(InputDefinition definition) {
        addInput(definition, Cancellation.NEVER);
    }

    /** Adds a stream or table beside one of the same name, which it will {@link #replace}. */
    public void addNext(InputDefinition definition, Cancellation cancellation) {
        addInput(Succession.nameOf(definition.name()), definition, cancellation);
    }

    private void addInput(String name, InputDefinition definition, Cancellation cancellation) {
        Supplier<Input> addition = () -> {
            Input input = newInput(name, definition);
            addSide(name + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            try {
                definition.source().ifPresent(source -> listen(source, input));
            } catch (RuntimeException e) {
                dropInput(name);
                dropInput(name + SideRelations.ERRORS);
                throw e;
            }
            return input;
        };
        Input added = thread.call(addition, cancellation);
        boolean ends = added.reading().filter(source -> !source.endless()).isPresent();
        if (definition.table() && ends) {
            awaitContent(added, cancellation);
        }
    }

    private void awaitContent(Input table, Cancellation cancellation) {
        thread.signal();
        try {
            thread.await(table.contentRead(), cancellation);
        } catch (RuntimeException e) {
            abandon(table.name());
            throw e;
        }
    }

    private void listen(io.millrace.spi.connector.Source source, Input input) {
        input.reading().ifPresent(reading -> reading.onInput(thread::signal));
        if (source instanceof ReceivedSource received) {
            received.start(input.inbound());
        }
    }

    private Input newInput(String name, InputDefinition definition) {
        Input input =
                new Input(name, definition, compiler, settings.streamRetention(), kept, unread::reportRead, workers);
        input.inbound().onInput(thread::signal);
        relations.add(input);
        coordinator.republish(name);
        return input;
    }

    private void addSide(String name, RowType rowType) {
        newInput(name, InputDefinition.internal(name, rowType));
    }

    /**
     * Starts a continuous query; returns when it has caught up with the input that was there.
     *
     * @param backfill whether to begin with the content of the streams it reads, or only with what comes from now on
     * @param sink where rows go, for {@link Query.Output#SINK}; closed by the driver, also when this fails. Once the sink takes
     *     nothing more, this returns before the query has caught up; {@link #deliveries} tell how far the sink is
     * @throws MillraceException what made the query fail on that input, or why it was cancelled; the query is then not there
     */
    public void startQuery(Query query, boolean backfill, Optional<Sink> sink, Cancellation cancellation) {
        start(
                query.name(),
                query,
                backfill,
                () -> new QueryTarget.ToSink(deliveries.open(query.name(), sink.orElseThrow())),
                cancellation);
    }

    /** The same, for one whom nobody stops. */
    public void startQuery(Query query, boolean backfill, Optional<Sink> sink) {
        startQuery(query, backfill, sink, Cancellation.NEVER);
    }

    /**
     * Starts a continuous query beside another, which it will {@link #replace}; a sink gets no rows until then, and the old one
     * none from the return of this on.
     *
     * @param old the name of the other
     * @param sink opens the sink of a query that has one
     * @throws MillraceException as {@link #startQuery}, and when the sink cannot be opened
     */
    public void startNext(
            String old, Query query, boolean backfill, Optional<Supplier<Sink>> sink, Cancellation cancellation) {
        String next = Succession.nameOf(query.name());
        start(next, query, backfill, () -> new QueryTarget.ToSink(deliveries.prepare(next)), cancellation);
        try {
            sink.ifPresent(opening -> deliveries.handOver(old, next, opening, DROP_GRACE));
        } catch (RuntimeException | Error e) {
            dropNext(query.name());
            throw e;
        }
    }

    /**
     * Lets what {@link #addNext} or {@link #startNext} made take the place of what has the name, at once for all who read.
     *
     * @param old the name of that, which may differ from the new one's in case
     * @param visible makes the new definition visible, once nothing can fail any more
     * @throws MillraceException what made the new one fail; then the old one is as it was, and the new one is not there
     */
    public void replace(String old, String name, Runnable visible) {
        try {
            thread.call(() -> {
                new Succession(relations, backfills, coordinator)
                        .replace(old, name, List.of(this::dropQuery, this::dropInput), visible);
                return null;
            });
        } catch (RuntimeException e) {
            dropNext(name);
            throw e;
        }
        deliveries.succeed(old, Succession.nameOf(name), name);
    }

    /** Removes what was to take the place of another. */
    public void dropNext(String name) {
        drop(List.of(Succession.nameOf(name)));
    }

    private QueryTarget target(Query query, Supplier<QueryTarget> sink) {
        return switch (query.output()) {
            case VIEW -> new QueryTarget.ToView(new ViewStore(query.root().rowType()));
            case STREAM -> new QueryTarget.ToStream(new StreamLog(query.root().rowType(), settings.streamRetention()));
            case SINK -> sink.get();
            case SUBSCRIPTION, RESULT -> throw new IllegalArgumentException("not a standing query");
        };
    }

    private void start(
            String name, Query query, boolean backfill, Supplier<QueryTarget> sink, Cancellation cancellation) {
        QueryTarget target = target(query, sink);
        try {
            start(name, query, backfill, target, cancellation);
        } catch (RuntimeException | Error e) {
            deliveries.end(List.of(name), Duration.ZERO);
            throw e;
        }
    }

    private void start(String name, Query query, boolean backfill, QueryTarget target, Cancellation cancellation) {
        QueryStop stop = new QueryStop(cancellation);
        RunningQuery running = deploy(name, query, stop, target, memory.query(settings.queryMemory()));
        Supplier<Backfill> beginning = () -> {
            addSide(name + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            addSide(name + SideRelations.LATE, new LateColumns(query.timed()).rowType());
            trace(running);
            return backfills.begin(running, backfill);
        };
        try {
            unread.readAhead(relations(running), cancellation);
            CompletableFuture<Void> done = thread.call(beginning, cancellation).done();
            thread.await(done, () -> {
                cancellation.check();
                if (target.stuck()) {
                    done.complete(null);
                }
            });
            stop.made();
        } catch (RuntimeException e) {
            running.giveUp(e);
            running.memory().close();
            abandon(name);
            throw e;
        }
    }

    private RunningQuery deploy(String name, Query query, QueryStop stop, QueryTarget target, MemoryBudget budget) {
        RunningQuery running = RunningQuery.deploy(name, query, engine, stop, target, budget);
        running.onMemoryFailure(() -> thread.submit(() -> noticeFailure(running)));
        return running;
    }

    /** A query may fail between batches, for want of memory; one that still catches up finds that out itself. */
    private void noticeFailure(RunningQuery query) {
        if (relations.query(query.name()) == query) {
            coordinator.noticeFailure(query, query.failure().orElseThrow());
            if (query.giveUpRows()) {
                coordinator.republish(query.name());
            }
        }
    }

    /** Lets a query tell of its late rows, and have the time that it declares. */
    private void trace(RunningQuery running) {
        Query query = running.query();
        running.lateTracing(new LateTracing(new LateColumns(query.timed()), compiler));
        boolean live = query.ownTime().isPresent()
                && running.sources().stream().map(Source::relation).anyMatch(relations::isLive);
        running.ownTime(query.ownTime().map(time -> new DerivedTime(query, time, live, compiler)));
    }

    /** Removes what did not come into being; waits for that only as long as whoever was cancelled has patience. */
    private void abandon(String name) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        thread.submit(() -> {
            try {
                dropNow(name);
            } finally {
                gone.complete(null);
            }
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            thread.await(gone, () -> {
                if (System.nanoTime() > deadline) {
                    throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the driver is busy");
                }
            });
        } catch (MillraceException e) {
            log.info("{} is removed as soon as the batch that runs has ended", name);
        }
    }

    /** Takes nothing from the source of a stream or table any more, which keeps its place, until {@link #resumeInput}. */
    public void suspendInput(String name) {
        suspended(name, true);
    }

    /** Lets a source go on after {@link #suspendInput}. */
    public void resumeInput(String name) {
        suspended(name, false);
        thread.signal();
    }

    private void suspended(String name, boolean stop) {
        thread.call(() -> {
            Input input = relations.input(name);
            if (input == null) {
                throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped");
            }
            if (input.suspended() == stop) {
                throw new MillraceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "\"" + name + "\" is " + (stop ? "suspended already" : "not suspended"));
            }
            input.suspended(stop);
            coordinator.republish(name);
            return null;
        });
    }

    /**
     * Takes a view or derived stream out of the batches until {@link #resumeQuery}: it keeps its content and its place in what it reads.
     *
     * @throws MillraceException when it is suspended already, or has failed
     */
    public void suspendQuery(String name) {
        thread.call(() -> {
            checkThere(name);
            backfills.suspend(name);
            return null;
        });
    }

    /**
     * Lets a view or derived stream go on: one that is suspended from where it was, one that has failed from the beginning of what it
     * reads. What that changes, readers see as changes. Returns when it has caught up.
     *
     * @throws MillraceException when it goes on already, or cannot because rows are no longer kept; what made it fail again; when it is
     *     cancelled it stays as it was, though one that is suspended may have come further
     */
    public void resumeQuery(String name, Cancellation cancellation) {
        RunningQuery query = thread.call(() -> checkThere(name), cancellation);
        unread.readAhead(relations(query), cancellation);
        QueryStop stop = new QueryStop(cancellation);
        Backfill backfill = thread.call(() -> beginResuming(name, stop), cancellation);
        try {
            thread.await(backfill.done(), cancellation);
            stop.made();
        } catch (RuntimeException e) {
            thread.submit(() -> backfills.giveUp(backfill));
            throw e;
        }
    }

    private Backfill beginResuming(String name, QueryStop stop) {
        RunningQuery query = checkThere(name);
        Optional<Backfill> resumed = backfills.resume(name);
        if (resumed.isPresent()) {
            return resumed.get();
        }
        if (backfills.isCatchingUp(name) || !query.failed()) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + name + "\" is " + (backfills.isCatchingUp(name) ? "catching up already" : "not suspended"));
        }
        if (!query.isWhole()) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + name + "\" began with what came after it was made and cannot be computed again;"
                            + " CREATE OR REPLACE begins anew");
        }
        if (query.target() instanceof QueryTarget.GivenUp) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the rows of \"" + name + "\" were given up for want of memory; CREATE OR REPLACE begins anew");
        }
        RunningQuery again = deploy(name, query.query(), stop, query.target(), memory.query(settings.queryMemory()));
        try {
            trace(again);
            return backfills.beginAgain(again);
        } catch (RuntimeException e) {
            again.closeState();
            throw e;
        }
    }

    private RunningQuery checkThere(String name) {
        return Optional.ofNullable(relations.query(name))
                .orElseThrow(() -> new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped"));
    }

    private static List<String> relations(RunningQuery running) {
        return running.sources().stream().map(Source::relation).distinct().toList();
    }

    /**
     * Starts a query whose rows go to a client, from the present content of its inputs on or only from now on.
     *
     * @param budget of the statement, closed with the query
     */
    public Subscription subscribe(Query query, boolean backfill, Cancellation cancellation, MemoryBudget budget) {
        Subscription subscription = new Subscription(budget, () -> thread.submit(() -> dropQuery(query.name())));
        QueryStop stop = new QueryStop(cancellation);
        QueryTarget target = new QueryTarget.ToSubscription(subscription);
        RunningQuery running = deploy(query.name(), query, stop, target, budget);
        try {
            unread.readAhead(relations(running), cancellation);
            thread.call(() -> backfills.begin(running, backfill), cancellation);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
        return subscription;
    }

    /** The same, for one whom nobody stops. */
    public Subscription subscribe(Query query, boolean backfill) {
        return subscribe(query, backfill, Cancellation.NEVER, MemoryBudget.unbounded());
    }

    /** Removes streams, tables and queries with what belongs to them; unknown names are skipped. */
    public void drop(List<String> names) {
        try {
            thread.call(() -> {
                names.forEach(this::dropNow);
                return null;
            });
        } finally {
            deliveries.end(names, DROP_GRACE);
        }
    }

    private void dropNow(String name) {
        dropQuery(name);
        dropInput(name);
        dropInput(name + SideRelations.ERRORS);
        dropInput(name + SideRelations.LATE);
    }

    private void dropQuery(String name) {
        Optional<RunningQuery> query = Optional.ofNullable(relations.query(name));
        relations.removeQuery(name);
        Optional<RunningQuery> closing = backfills.cancel(name);
        query.filter(known -> closing.filter(known::equals).isEmpty()).ifPresent(RunningQuery::close);
        coordinator.republish(name);
    }

    private void dropInput(String name) {
        Input input = relations.input(name);
        if (input == null) {
            return;
        }
        relations.removeInput(name);
        input.inbound().close(new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped"));
        input.definition().source().ifPresent(io.millrace.spi.connector.Source::close);
        input.release();
        coordinator.republish(name);
    }

    /**
     * Inserts rows with the physical columns of a stream or table; returns when they are visible everywhere.
     *
     * @param expected whether the relation of that name is the one that the rows were made for, asked once it is found, and again
     *     when it is gone before it took them
     * @return empty when it is not: then nothing was inserted
     * @throws MillraceException UNIQUE_VIOLATION when a key exists already, MEMORY_EXCEEDED when there is no room for more rows: no
     *     row was inserted
     */
    public Optional<Inserted> insert(
            String relation, List<Page> rows, BooleanSupplier expected, Cancellation cancellation) {
        PageBytes meter = new PageBytes();
        memory.admitKept(rows.stream().mapToLong(meter::of).sum());
        InputView input = published().inputs().get(relation);
        if (!expected.getAsBoolean()) {
            return Optional.empty();
        }
        if (input == null) {
            throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + relation + "\" does not exist");
        }
        coordinator.pace().somebodyWaits();
        Inbound.Parcel parcel = input.inbound().insert(rows);
        try {
            long batch = thread.await(parcel.committed(), new CommitWait(input.inbound(), parcel, cancellation));
            return Optional.of(new Inserted(batch, parcel.refused().get()));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.RELATION_NOT_FOUND && !expected.getAsBoolean()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The same for a relation that nobody replaces. */
    public Inserted insert(String relation, List<Page> rows) {
        return insert(relation, rows, () -> true, Cancellation.NEVER).orElseThrow();
    }

    /** The newest batch. */
    public Published published() {
        return coordinator.published();
    }

    /**
     * The newest batch, after streams among these that nobody reads yet have moved on to what their sources have now.
     *
     * @param now whether its time has to be the present
     */
    public Published refresh(Collection<String> names, boolean now, Cancellation cancellation) {
        unread.readAhead(names, cancellation);
        if (!now) {
            return coordinator.published();
        }
        Supplier<Published> present = () -> {
            thread.publishTime();
            return coordinator.published();
        };
        return thread.ask(present, cancellation);
    }

    /**
     * Runs a query once on the calling thread.
     *
     * @param at the batch whose time it is
     * @param snapshots the relations to read, by name; all of that batch
     * @param consumer takes each page of the result, weights all positive, and answers whether it wants more
     * @param budget of the statement
     * @throws MillraceException the error of the first row that failed
     */
    public void read(
            Query query,
            Published at,
            Function<String, RelationSnapshot> snapshots,
            Predicate<Page> consumer,
            Cancellation cancellation,
            MemoryBudget budget) {
        DeployedQuery deployed = engine.deploySingle(query, cancellation, budget);
        new OneTimeRun(deployed, query, at.time(), at.watermarks(), budget).run(snapshots, consumer);
    }

    /** How the rows of sinks leave the server. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** How the queries stand with the newest batch. */
    public List<QueryReport> queries() {
        Map<String, QueryReport> reports = new LinkedHashMap<>(published().queries());
        backfills.reports().forEach(report -> reports.put(report.name(), report));
        return List.copyOf(reports.values());
    }

    /** How streams and tables stand with the newest batch. */
    public List<InputReport> inputs() {
        long nanos = clock.nanos();
        return published().inputs().entrySet().stream()
                .map(entry -> entry.getValue().report(entry.getKey(), nanos))
                .toList();
    }

    /** What time it is for batches. */
    public BatchClock clock() {
        return clock;
    }

    /** Lets time stand still until {@link #advanceClock} moves it. */
    public void holdClock() {
        thread.call(() -> {
            clock.hold();
            return null;
        });
    }

    /** Lets time run again: from the machine's clock or, when it is ahead of that, from where it stands. */
    public void releaseClock() {
        thread.call(() -> {
            clock.release();
            return null;
        });
    }

    /**
     * Moves time that stands still, and with it the watermarks of streams that are fed by INSERT; returns when all that is due
     * then can be seen.
     *
     * @throws MillraceException CLOCK_REFUSED when time does not stand still; INVALID_ARGUMENT when it would go back. Before the
     *     first batch it may, because no time was given out yet.
     */
    public void advanceClock(long millis, Cancellation cancellation) {
        Supplier<Void> request = () -> {
            if (!clock.manual()) {
                throw new MillraceException(
                        ErrorCode.CLOCK_REFUSED, "the clock runs by itself; write SET CLOCK MANUAL first");
            }
            if (millis < clock.millis() && coordinator.published().batch() > 0) {
                throw new MillraceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "time never goes back, and the clock stands at " + clock.text()
                                + "; only on a new server, before its first batch, may it begin anywhere");
            }
            thread.advanceClock(millis);
            return null;
        };
        thread.call(request, cancellation);
    }

    /** Stops after the running batch and closes all sources and sinks. */
    @Override
    public void close() {
        thread.stop(() -> {
            MillraceException stopping = new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping");
            backfills.cancelAll(stopping);
            relations.queries().forEach(RunningQuery::close);
            relations.inputs().forEach(input -> {
                input.inbound().close(stopping);
                input.definition().source().ifPresent(io.millrace.spi.connector.Source::close);
            });
        });
        deliveries.endAll(STOP_GRACE);
        coordinator.close();
        workers.shutdownNow();
        engine.close();
    }
}
