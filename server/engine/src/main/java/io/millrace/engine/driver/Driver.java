package io.millrace.engine.driver;

import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverSettings;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.input.InputView;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.query.OneTimeRun;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.query.Subscription;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The StreamingContext of the server: one batch loop for all queries.
 *
 * <p>All methods may be called from any thread. Changes of relations and queries happen between two batches; reading never waits for
 * a batch.
 */
public final class Driver implements AutoCloseable {

    /** How long sinks that work may take for what waits, when they are dropped and when the server stops. */
    private static final Duration DROP_GRACE = Duration.ofMillis(700);

    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    /** How long a small INSERT waits for memory, and how often it asks. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(5);

    private static final Duration ROOM_CHECK = Duration.ofMillis(20);

    private final Engine engine;
    private final ServerMemory memory;
    private final Relations relations = new Relations();
    private final Recovery recovery = new Recovery();
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final Backfills backfills;
    private final UnreadInputs unread;
    private final ExecutorService workers;
    private final Deliveries deliveries;
    private final Removal removal;
    private final StandingInputs inputs;
    private final StandingQueries queries;
    private final ClockControl clockControl;

    private final Restart restart;

    /** @param memory that queries and what is kept of streams and tables may hold */
    public Driver(Engine engine, DriverSettings settings, ChainCompiler compiler, Clock clock, ServerMemory memory) {
        this.memory = memory;
        this.engine = engine;
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
        this.unread = new UnreadInputs(relations, coordinator, thread, recovery);
        this.deliveries = new Deliveries(settings.sinkBacklog(), RetryTimer.SYSTEM, new Random());
        this.removal = new Removal(relations, coordinator, thread, backfills, workers);
        this.inputs = new StandingInputs(
                settings,
                compiler,
                memory.kept(),
                relations,
                coordinator,
                thread,
                recovery,
                new SourceStarts(thread, relations, workers),
                unread,
                workers,
                removal);
        this.queries = new StandingQueries(
                engine,
                settings,
                compiler,
                memory,
                relations,
                coordinator,
                thread,
                recovery,
                backfills,
                unread,
                deliveries,
                inputs,
                removal);
        this.clockControl = new ClockControl(this.clock, coordinator, thread);
        this.restart = new Restart(
                relations,
                coordinator,
                thread,
                this.clock,
                backfills,
                deliveries,
                recovery,
                new ServerState(this.clock, relations, coordinator, backfills, deliveries));
        coordinator.afterCommit(backfills::noteChanges);
        coordinator.afterLoss(backfills::failReaders);
        coordinator.afterDelivery(backfills::pauseQueries);
    }

    public void start() {
        thread.start();
    }

    /** Whether the server is being put back to where it was. */
    public boolean isRecovering() {
        return recovery.isRunning();
    }

    /** How the server is cut for checkpoints, and put back to where it was. */
    public Restart restart() {
        return restart;
    }

    /**
     * Adds a stream or table, and the relation of its errors; it can be read and inserted into at once.
     *
     * <p>Returns when a table has all that its source holds now, if that comes to an end. When it fails or is cancelled, nothing of it
     * is left.
     */
    public void addInput(InputDefinition definition, Order order) {
        inputs.add(definition.name(), definition, order.text(), order.cancellation());
        settle();
    }

    /** The same, for one whom nobody stops. */
    public void addInput(InputDefinition definition) {
        addInput(definition, Order.UNWRITTEN);
    }

    /** Adds a stream or table beside one of the same name, which it will {@link #replace}. */
    public void addNext(InputDefinition definition, Cancellation cancellation) {
        inputs.add(Succession.nameOf(definition.name()), definition, Optional.empty(), cancellation);
    }

    /**
     * Starts a continuous query; returns when it has caught up with the input that was there.
     *
     * @param backfill whether to begin with the content of the streams it reads, or only with what comes from now on
     * @param sink opens what rows go to, for {@link Query.Output#SINK}; closed by the driver, also when this fails. Once the sink
     *     takes nothing more, this returns before the query has caught up; {@link #deliveries} tell how far the sink is
     * @throws MillraceException what made the query fail on that input, or why it was cancelled; the query is then not there
     */
    public void startQuery(Query query, boolean backfill, Optional<Supplier<Sink>> sink, Order order) {
        queries.start(
                query.name(),
                query,
                backfill,
                () -> new QueryTarget.ToSink(deliveries.open(query.name(), sink.orElseThrow())),
                order.text(),
                order.cancellation());
        settle();
    }

    /** The same, for one whom nobody stops. */
    public void startQuery(Query query, boolean backfill, Optional<Sink> sink) {
        startQuery(query, backfill, sink.map(open -> () -> open), Order.UNWRITTEN);
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
        queries.start(
                next,
                query,
                backfill,
                () -> new QueryTarget.ToSink(deliveries.prepare(next)),
                Optional.empty(),
                cancellation);
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
     * @param text the statement, if it is to be written down
     * @param visible makes the new definition visible, once nothing can fail any more
     * @throws MillraceException what made the new one fail; then the old one is as it was, and the new one is not there
     */
    public void replace(String old, String name, Optional<DefinitionText> text, Runnable visible) {
        String next = Succession.nameOf(name);
        try {
            boolean done = false;
            while (!done) {
                Optional<RunningQuery> anew = queries.anew(next, name);
                done = thread.call(() -> replaceNow(old, name, text, visible, anew));
            }
        } catch (RuntimeException e) {
            dropNext(name);
            throw e;
        }
        settle();
        deliveries.succeed(old, next, name);
        removal.awaitClosed(DROP_GRACE);
    }

    /**
     * Does that between two batches.
     *
     * @param anew the query once more, when it has a sink and does not take part in the batches
     * @return false when it should have been given
     */
    private boolean replaceNow(
            String old, String name, Optional<DefinitionText> text, Runnable visible, Optional<RunningQuery> anew) {
        String next = Succession.nameOf(name);
        boolean behind = backfills.ofSink(next).isPresent();
        if (behind && anew.isEmpty()) {
            return false;
        }
        Optional<RunningQuery> begins = anew.filter(unused -> behind);
        try {
            new Succession(relations, backfills, coordinator)
                    .replace(old, name, List.of(removal::query, removal::input), visible);
        } catch (RuntimeException e) {
            anew.ifPresent(RunningQuery::closeState);
            throw e;
        }
        anew.filter(unused -> !behind).ifPresent(RunningQuery::closeState);
        if (begins.isPresent()) {
            queries.forgetSides(name);
            coordinator.history().removed(List.of(next));
        }
        Map<Long, List<Page>> collected = deliveries.number(old, next, !behind);
        text.ifPresent(coordinator.history()::defined);
        backfills.succeeded(name, collected, begins);
        return true;
    }

    /** Removes what was to take the place of another. */
    public void dropNext(String name) {
        drop(List.of(Succession.nameOf(name)));
    }

    /** Writes down a statement that has changed what is defined, but nothing that runs; returns when it is durable. */
    public void define(DefinitionText text) {
        change(Optional.of(text), () -> {});
    }

    /** Makes a change between two batches and writes down the statement that wants it, if any; returns when that is durable. */
    public void change(Optional<DefinitionText> text, Runnable change) {
        thread.call(() -> {
            change.run();
            text.ifPresent(coordinator.history()::defined);
            return null;
        });
        settle();
    }

    private void settle() {
        coordinator.history().settle();
    }

    /** Takes nothing from the source of a stream or table any more, which keeps its place, until {@link #resumeInput}. */
    public void suspendInput(String name, Order order) {
        inputs.suspended(name, true, order.text());
        settle();
    }

    /** Lets a source go on after {@link #suspendInput}. */
    public void resumeInput(String name, Order order) {
        inputs.suspended(name, false, order.text());
        thread.signal();
        settle();
    }

    /**
     * Takes a view or derived stream out of the batches until {@link #resumeQuery}: it keeps its content and its place in what it reads.
     *
     * @throws MillraceException when it is suspended already, or has failed
     */
    public void suspendQuery(String name, Order order) {
        queries.suspend(name, order.text());
        settle();
    }

    /**
     * Lets a view or derived stream go on: one that is suspended from where it was, one that has failed from the beginning of what it
     * reads. What that changes, readers see as changes. Returns when it has caught up.
     *
     * @throws MillraceException when it goes on already, or cannot because rows are no longer kept; what made it fail again; when it is
     *     cancelled it stays as it was, though one that is suspended may have come further
     */
    public void resumeQuery(String name, Order order) {
        queries.resume(name, order.text(), order.cancellation());
        settle();
    }

    /**
     * Starts a query whose rows go to a client, from the present content of its inputs on or only from now on.
     *
     * @param budget of the statement, closed with the query
     */
    public Subscription subscribe(Query query, boolean backfill, Cancellation cancellation, MemoryBudget budget) {
        return queries.subscribe(query, backfill, cancellation, budget);
    }

    /** The same, for one whom nobody stops. */
    public Subscription subscribe(Query query, boolean backfill) {
        return subscribe(query, backfill, Cancellation.NEVER, MemoryBudget.unbounded());
    }

    /** Removes streams, tables and queries with what belongs to them; unknown names are skipped. */
    public void drop(List<String> names) {
        try {
            thread.call(() -> {
                coordinator.history().removed(names);
                names.forEach(removal::all);
                return null;
            });
            settle();
        } finally {
            deliveries.end(names, DROP_GRACE);
            removal.awaitClosed(DROP_GRACE);
        }
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
        admit(rows.stream().mapToLong(meter::of).sum(), cancellation);
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

    /** Those who send little wait a while for room: whoever has taken too much is about to give it back. */
    private void admit(long bytes, Cancellation cancellation) {
        long deadline = System.nanoTime() + ROOM_PATIENCE.toNanos();
        while (true) {
            try {
                memory.admitKept(bytes);
                return;
            } catch (MillraceException e) {
                if (!ServerMemory.isFew(bytes) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            cancellation.check();
            LockSupport.parkNanos(ROOM_CHECK.toNanos());
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

    /** Stops, moves and releases the clock. */
    public ClockControl clockControl() {
        return clockControl;
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
                input.definition().source().ifPresent(source -> removal.close(input.name(), source));
            });
        });
        removal.awaitClosed(STOP_GRACE);
        deliveries.endAll(STOP_GRACE);
        coordinator.close();
        workers.shutdownNow();
        engine.close();
    }
}
