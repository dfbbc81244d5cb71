package io.millrace.engine.driver;

import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.BatchReport;
import io.millrace.engine.batch.BatchTotals;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.query.OneTimeRun;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.query.Subscription;
import io.millrace.engine.refused.ExpectedRows;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.RelationSnapshot;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** How long sinks that work may take for what waits, and sources to close, when the server stops. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private final Engine engine;
    private final ChainCompiler compiler;
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
    private final Succession succession;
    private final Insertion insertion;
    private final Changes changes;
    private final Landings landings;
    private final ClockControl clockControl;
    private final Restart restart;

    /** @param memory that queries and what is kept of streams and tables may hold */
    public Driver(Engine engine, DriverSettings settings, ChainCompiler compiler, Clock clock, ServerMemory memory) {
        this.engine = engine;
        this.compiler = compiler;
        this.clock = new BatchClock(clock);
        MemoryBudget kept = memory.kept();
        this.coordinator = new BatchCoordinator(engine, settings, this.clock, relations, kept);
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
        this.removal = new Removal(relations, coordinator, thread, backfills, deliveries, workers, recovery);
        this.inputs = new StandingInputs(
                settings,
                compiler,
                kept,
                relations,
                coordinator,
                thread,
                recovery,
                new SourceStarts(thread, relations, workers),
                backfills,
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
        this.succession =
                new Succession(relations, backfills, coordinator, thread, inputs, queries, deliveries, removal);
        Room room = new Room(memory);
        this.insertion = new Insertion(room, coordinator, thread);
        this.changes = new Changes(coordinator, thread, relations, room);
        this.landings = new Landings(coordinator, thread, recovery, deliveries, removal, changes, inputs);
        this.clockControl = new ClockControl(this.clock, coordinator, thread);
        this.restart = new Restart(
                relations,
                coordinator,
                thread,
                this.clock,
                backfills,
                deliveries,
                recovery,
                new ServerState(this.clock, relations, coordinator, backfills, deliveries),
                landings);
        coordinator.afterLanding(landings::landed);
        coordinator.afterCommit(backfills::noteChanges);
        coordinator.afterLoss(backfills::failReaders);
        coordinator.owed().afterwards(deliveries::start);
        coordinator.owed().whenShown(backfills::goOnAfterWaiting);
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
                new Beginning(query, backfill),
                () -> new QueryTarget.ToSink(deliveries.open(query.name(), sink.orElseThrow())),
                order.text(),
                order.cancellation());
        settle();
    }

    /** The same, for one whom nobody stops. */
    public void startQuery(Query query, boolean backfill, Optional<Sink> sink) {
        startQuery(query, backfill, sink.map(open -> () -> open), Order.UNWRITTEN);
    }

    /** How something new takes the place and the name of what runs. */
    public Succession succession() {
        return succession;
    }

    /**
     * Puts another form of a stream or table that is fed by INSERT in its place, with its rows.
     *
     * @param visible makes the new definition visible, once nothing can fail any more
     */
    public void reshape(Reshaping.Form form, Optional<DefinitionText> text, Runnable visible) {
        inputs.reshape(form, text, visible);
        settle();
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
        removal.drop(names);
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
        return insertion.insert(relation, rows, expected, cancellation);
    }

    /** The same for a relation that nobody replaces. */
    public Inserted insert(String relation, List<Page> rows) {
        return insert(relation, rows, () -> true, Cancellation.NEVER).orElseThrow();
    }

    /** How rows are changed that are there. */
    public Changes changes() {
        return changes;
    }

    /** How relations and sinks come into being together. */
    public Landings landings() {
        return landings;
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

    /** Judges rows of a stream that are in no batch yet. */
    public ExpectedRows expected(String stream, List<RowExpectation> expectations, RowType rowType) {
        return new ExpectedRows(stream, expectations, rowType, false, compiler);
    }

    /** How the rows of sinks leave the server. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** How the queries stand with the newest batch. */
    public List<QueryReport> queries() {
        Map<String, QueryReport> reports = new LinkedHashMap<>();
        // before and after: one that joins the batches meanwhile is missing afterwards, and one that leaves them before
        backfills.reports().forEach(report -> reports.put(report.name(), report));
        reports.putAll(published().queries());
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

    /** How the last batches went, the newest first. */
    public List<BatchReport> batches() {
        return coordinator.reports();
    }

    /** What all batches since the start took together. */
    public BatchTotals batchTotals() {
        return coordinator.totals();
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
            coordinator.changes().close(stopping);
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
