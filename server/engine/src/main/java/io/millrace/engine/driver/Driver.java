package io.millrace.engine.driver;

import io.millrace.dstream.Query;
import io.millrace.dstream.Source;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.input.InputView;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.query.DerivedTime;
import io.millrace.engine.query.OneTimeRun;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.query.Subscription;
import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

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

    private final Engine engine;
    private final DriverSettings settings;
    private final ChainCompiler compiler;
    private final Relations relations = new Relations();
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final Backfills backfills;
    private final ExecutorService workers;
    private final Deliveries deliveries;

    public Driver(Engine engine, DriverSettings settings, ChainCompiler compiler, Clock clock) {
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
        this.deliveries = new Deliveries(settings.sinkBacklog(), RetryTimer.SYSTEM, new Random());
        coordinator.afterBatch(deltas -> {
            backfills.noteChanges(deltas);
            backfills.pauseQueries();
        });
    }

    public void start() {
        thread.start();
    }

    /**
     * Adds a stream or table, and the relation of its errors; it can be read and inserted into at once.
     *
     * <p>Returns when a table has all that its source holds now, if that comes to an end.
     */
    public void addInput(InputDefinition definition) {
        Input added = thread.call(() -> {
            Input input = newInput(definition);
            addSide(definition.name() + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            try {
                definition.source().ifPresent(source -> listen(source, input));
            } catch (RuntimeException e) {
                dropInput(definition.name());
                dropInput(definition.name() + SideRelations.ERRORS);
                throw e;
            }
            return input;
        });
        boolean ends = added.reading().filter(source -> !source.endless()).isPresent();
        if (definition.table() && ends) {
            awaitContent(added);
        }
    }

    private void awaitContent(Input table) {
        thread.signal();
        try {
            thread.await(table.contentRead());
        } catch (RuntimeException e) {
            drop(List.of(table.name()));
            throw e;
        }
    }

    private void listen(io.millrace.spi.connector.Source source, Input input) {
        input.reading().ifPresent(reading -> reading.onInput(thread::signal));
        if (source instanceof ReceivedSource received) {
            received.start(input.inbound());
        }
    }

    private Input newInput(InputDefinition definition) {
        Input input = new Input(definition, compiler, settings.streamRetention(), this::reportRead, workers);
        input.inbound().onInput(thread::signal);
        relations.add(input);
        coordinator.republish(definition.name());
        return input;
    }

    /** A statement has read records that no running query has come across: they are counted and the bad ones shown. */
    private void reportRead(Input input, Split split, long rows, RejectedRecords rejected) {
        InputView shown = published().inputs().get(input.name());
        if (shown == null || shown.isReported(split)) {
            return;
        }
        Optional<CompletableFuture<Long>> reported = thread.call(() -> {
            Input errors = relations.input(input.name() + SideRelations.ERRORS);
            if (!input.firstReading(List.of(split))) {
                return Optional.empty();
            }
            input.count(rows, rejected.count());
            input.commit();
            coordinator.republish(input.name());
            return rejected.rows().isEmpty() || errors == null
                    ? Optional.empty()
                    : Optional.of(errors.inbound()
                            .insert(List.of(SideRows.errors(coordinator.nextTime(), rejected.rows())))
                            .committed());
        });
        reported.ifPresent(thread::await);
    }

    private void addSide(String name, RowType rowType) {
        newInput(InputDefinition.internal(name, rowType));
    }

    /**
     * Starts a continuous query; returns when it has caught up with the input that was there.
     *
     * @param backfill whether to begin with the content of the streams it reads, or only with what comes from now on
     * @param sink where rows go, for {@link Query.Output#SINK}; closed by the driver, also when this fails. Once the sink takes
     *     nothing more, this returns before the query has caught up; {@link #deliveries} tell how far the sink is
     * @throws MillraceException what made the query fail on that input; the query is then not there
     */
    public void startQuery(Query query, boolean backfill, Optional<Sink> sink) {
        QueryTarget target = switch (query.output()) {
            case VIEW -> new QueryTarget.ToView(new ViewStore(query.root().rowType()));
            case STREAM -> new QueryTarget.ToStream(new StreamLog(query.root().rowType(), settings.streamRetention()));
            case SINK -> new QueryTarget.ToSink(deliveries.open(query.name(), sink.orElseThrow()));
            case SUBSCRIPTION, RESULT -> throw new IllegalArgumentException("not a standing query");
        };
        try {
            thread.await(start(query, target, backfill).done(), () -> deliveries.isStuck(query.name()));
        } catch (RuntimeException | Error e) {
            drop(List.of(query.name()));
            throw e;
        }
    }

    private Backfill start(Query query, QueryTarget target, boolean backfill) {
        RunningQuery running = new RunningQuery(query, engine.deploy(query), target);
        readAhead(relations(running));
        return thread.call(() -> {
            addSide(query.name() + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            LateColumns late = new LateColumns(query.timed());
            addSide(query.name() + SideRelations.LATE, late.rowType());
            running.lateTracing(new LateTracing(late, compiler));
            boolean live = query.ownTime().isPresent()
                    && running.sources().stream().map(Source::relation).anyMatch(relations::isLive);
            running.ownTime(query.ownTime().map(time -> new DerivedTime(query, time, live, compiler)));
            return backfills.begin(running, backfill);
        });
    }

    /** Lets streams that nobody reads yet move on to what their sources have now; the caller's thread asks the sources. */
    private void readAhead(Collection<String> names) {
        for (String name : names) {
            boolean more = true;
            while (more) {
                InputView view = published().inputs().get(name);
                if (view == null || !view.unread()) {
                    break;
                }
                Discovery found = view.reading().orElseThrow().discover(view.offsets(), coordinator.admission());
                thread.call(() -> {
                    accept(name, found);
                    return null;
                });
                more = !found.splits().isEmpty() && !view.reading().get().endless();
            }
        }
    }

    private void accept(String name, Discovery found) {
        Input input = relations.input(name);
        if (input == null || relations.consumed(input) || !input.offsets().equals(found.offsets())) {
            return;
        }
        if (!found.splits().isEmpty()) {
            input.ahead().begin(found.splits(), coordinator.nextTime().timestamp());
            input.advance(found.splits());
        }
        input.found(found);
        input.commit();
        coordinator.republish(name);
    }

    private static List<String> relations(RunningQuery running) {
        return running.sources().stream().map(Source::relation).distinct().toList();
    }

    /** Starts a query whose rows go to a client, from the present content of its inputs on or only from now on. */
    public Subscription subscribe(Query query, boolean backfill) {
        Subscription subscription = new Subscription(() -> thread.submit(() -> dropQuery(query.name())));
        RunningQuery running =
                new RunningQuery(query, engine.deploy(query), new QueryTarget.ToSubscription(subscription));
        readAhead(relations(running));
        thread.call(() -> backfills.begin(running, backfill));
        return subscription;
    }

    /** Removes streams, tables and queries with what belongs to them; unknown names are skipped. */
    public void drop(List<String> names) {
        try {
            thread.call(() -> {
                for (String name : names) {
                    dropQuery(name);
                    dropInput(name);
                    dropInput(name + SideRelations.ERRORS);
                    dropInput(name + SideRelations.LATE);
                }
                return null;
            });
        } finally {
            deliveries.end(names, DROP_GRACE);
        }
    }

    private void dropQuery(String name) {
        RunningQuery query = relations.query(name);
        relations.removeQuery(name);
        backfills.cancel(name);
        Optional.ofNullable(query).ifPresent(RunningQuery::close);
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
        coordinator.republish(name);
    }

    /**
     * Inserts rows with the physical columns of a stream or table; returns when they are visible everywhere.
     *
     * @throws MillraceException UNIQUE_VIOLATION when a key exists already: no row was inserted
     */
    public Inserted insert(String relation, List<Page> rows) {
        Input input = thread.call(() -> relations.input(relation));
        if (input == null) {
            throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + relation + "\" does not exist");
        }
        Inbound.Parcel parcel = input.inbound().insert(rows);
        long batch = thread.await(parcel.committed());
        return new Inserted(batch, parcel.refused().get());
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
    public Published refresh(Collection<String> names, boolean now) {
        readAhead(names);
        return now
                ? thread.call(() -> {
                    thread.publishTime();
                    return coordinator.published();
                })
                : coordinator.published();
    }

    /**
     * Runs a query once on the calling thread.
     *
     * @param at the batch whose time it is
     * @param snapshots the relations to read, by name; all of that batch
     * @param consumer takes each page of the result, weights all positive, and answers whether it wants more
     * @throws MillraceException the error of the first row that failed
     */
    public void read(
            Query query, Published at, Function<String, RelationSnapshot> snapshots, Predicate<Page> consumer) {
        new OneTimeRun(engine.deploySingle(query), query, at.time(), at.watermarks()).run(snapshots, consumer);
    }

    /** How the rows of sinks leave the server. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** How the queries stand with the newest batch. */
    public List<QueryReport> queries() {
        List<QueryReport> reports = new ArrayList<>(published().queries().values());
        reports.addAll(backfills.reports());
        return reports;
    }

    /** How streams and tables stand with the newest batch. */
    public List<InputReport> inputs() {
        long nanos = clock.nanos();
        return published().inputs().values().stream()
                .map(view -> view.report(nanos))
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
    public void advanceClock(long millis) {
        thread.call(() -> {
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
        });
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
