package io.millrace.engine.driver;

import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.input.SourceReading;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the versions of the server: plans what is in a batch, lets it run, commits and publishes it, or takes it back.
 *
 * <p>Used by the driver's thread; only {@link #published} may be called from elsewhere.
 */
final class BatchCoordinator {

    private static final Logger log = LoggerFactory.getLogger(BatchCoordinator.class);

    /** How often a batch is run again because the heap had no room. */
    private static final int MOST_STARVED = 40;

    private final Engine engine;
    private final DriverSettings settings;
    private final BatchClock clock;
    private final Relations relations;
    private final TimedWork timed;
    private final ScanThreads scanThreads = new ScanThreads();
    private final Pace pace;
    private Consumer<Map<String, List<Page>>> afterCommit = deltas -> {};
    private Runnable afterDelivery = () -> {};
    private volatile Published published = Published.NOTHING;
    private volatile boolean held;
    /** How many batches one after the other the heap had no room for. */
    private int starvedBatches;

    BatchCoordinator(Engine engine, DriverSettings settings, BatchClock clock, Relations relations) {
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
        this.relations = relations;
        this.timed = new TimedWork(clock, relations);
        this.pace = new Pace(new Admission(settings.batchRows(), settings.batchBytes(), engine.partitions()));
    }

    Published published() {
        return published;
    }

    TimedWork timed() {
        return timed;
    }

    /** The most that is read at once. */
    Admission admission() {
        return pace.most();
    }

    Pace pace() {
        return pace;
    }

    /** What takes the changes of each committed batch by relation, except those of scanned streams; set before the first batch. */
    void afterCommit(Consumer<Map<String, List<Page>>> listener) {
        afterCommit = listener;
    }

    /** What is run once the results of a batch are handed over; set before the first batch. */
    void afterDelivery(Runnable listener) {
        afterDelivery = listener;
    }

    /** The next batch id, and a timestamp that none before exceeds. */
    BatchTime nextTime() {
        return new BatchTime(published.batch() + 1, Math.max(clock.millis(), published.timestamp()));
    }

    /**
     * Runs no batch by itself until {@link #release}: not for rows that wait, nor for time, nor for what queries carry. Whoever holds it
     * may still run the batches that he wants.
     */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    boolean isHeld() {
        return held;
    }

    /** Runs a batch when there is anything to do; false when there is not. */
    boolean runIfNeeded() {
        return run(false);
    }

    /** Runs a batch for what a query has given beside the batches. */
    void runForCarried() {
        run(false);
    }

    /** Moves time that stands still and runs a batch then; the watermarks of what comes by INSERT move with it. */
    void advanceTo(long millis) {
        clock.moveTo(millis);
        relations.inputs().forEach(input -> input.advanceTo(millis, clock.nanos()));
        run(true);
    }

    /** Runs a batch to publish the time, if that has moved since the last. */
    void runForTime() {
        if (published.batch() == 0 || clock.millis() > published.timestamp()) {
            run(true);
        }
    }

    /** Whether rows wait that were pushed to the server. */
    boolean rowsWait() {
        return relations.inputs().stream().anyMatch(Input::hasPushed);
    }

    /** @param always also when there is nothing to do but to publish the time */
    private boolean run(boolean always) {
        if (held) {
            return false;
        }
        long nanos = clock.nanos();
        BatchTime time = nextTime();
        ScanRun scans = new ScanRun(engine, scanThreads, time);
        boolean pushed = false;
        for (Input input : relations.inputs()) {
            pushed |= input.hasPushed();
            input.watermarks().advance(nanos);
            plan(input, scans);
        }
        boolean carried = relations.queries().stream().anyMatch(RunningQuery::carries);
        boolean asked = carried || timed.isAsked(time);
        timed.advanceArrivalTimes(time, nanos, always || pushed || asked || !scans.isEmpty());
        if (scans.isEmpty() && !pushed && !asked && !always && !timed.moves()) {
            return false;
        }
        long start = System.nanoTime();
        BatchRun batch = new BatchRun(relations, time, nanos, settings.batchRows());
        try {
            batch.read(scans);
            batch.takeInbound();
            batch.runQueries();
        } catch (ScanRun.ReadFailure e) {
            batch.repeat(e.error());
            e.causes().forEach(this::noticeFailure);
            noticeFailures();
            return true;
        } catch (OutOfMemoryError e) {
            runAgainWithMoreRoom(batch, e);
            return true;
        } catch (RuntimeException | Error e) {
            log.error("the batch failed and was taken back", e);
            batch.abort(e);
            noticeFailures();
            return true;
        }
        starvedBatches = 0;
        commit(batch, scans);
        if (!scans.isEmpty()) {
            pace.took(System.nanoTime() - start);
        }
        return true;
    }

    /**
     * The heap had no room, for which the batch is not to blame: statements beside it hold more than was counted, and soon fail or
     * end. When that does not help, whoever lacks the room fails after all.
     */
    private void runAgainWithMoreRoom(BatchRun batch, OutOfMemoryError cause) {
        starvedBatches++;
        log.warn("the heap had no room for a batch, which was taken back and is run again ({})", starvedBatches);
        if (starvedBatches < MOST_STARVED) {
            batch.repeat(cause);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(500, 20L * starvedBatches)));
            return;
        }
        starvedBatches = 0;
        if (relations.queries().stream().filter(RunningQuery::giveUpStarved).count() > 0) {
            batch.repeat(cause);
        } else {
            batch.abort(cause);
        }
        noticeFailures();
    }

    private void plan(Input input, ScanRun scans) {
        if (input.reading().isEmpty()
                || input.exhausted()
                || input.suspended()
                || !relations.consumed(input)
                || input.health().retryIn() > 0) {
            return;
        }
        SourceReading reading = input.reading().get();
        if (!hasRoom(input)) {
            return;
        }
        Optional<Discovery> found = reading.next(input.offsets(), pace.next());
        if (found.isEmpty()) {
            return;
        }
        if (found.get().splits().isEmpty()) {
            input.found(found.get());
            input.commit(published.batch());
            input.health().succeeded();
            noticeContent(input);
        } else if (input.definition().table()) {
            scans.addTable(input, found.get());
            reading.prepare(found.get(), pace.next());
        } else {
            scans.addStream(input, relations.shared(input), found.get());
            reading.prepare(found.get(), pace.next());
        }
    }

    /** All of a table's source was read, or all but what cannot be read. */
    private static void noticeContent(Input input) {
        input.health()
                .problem()
                .ifPresentOrElse(
                        problem -> input.contentRead()
                                .completeExceptionally(new MillraceException(ErrorCode.SOURCE_FAILED, problem.text())),
                        () -> input.contentRead().complete(null));
    }

    /** Whether what is read can be kept, where it has to be. */
    private boolean hasRoom(Input input) {
        try {
            input.admit();
            return true;
        } catch (MillraceException e) {
            noticeFailure(input, e);
            return false;
        }
    }

    private void commit(BatchRun batch, ScanRun scans) {
        batch.commit();
        noticeFailures();
        publish(batch);
        afterCommit.accept(batch.deltas());
        for (Input input : scans.inputs()) {
            input.health().succeeded();
            if (input.exhausted()) {
                input.contentRead().complete(null);
            }
        }
        batch.deliver();
        noticeFailures();
        batch.acknowledge();
        afterDelivery.run();
    }

    /** An input could not be read: it is tried again after a while, and everybody else goes on. */
    private void noticeFailure(Input input, Throwable failure) {
        input.contentRead().completeExceptionally(input.health().readFailed(failure));
        input.reading().ifPresent(SourceReading::forget);
        republish(input.name());
    }

    private void noticeFailures() {
        for (RunningQuery query : relations.queries()) {
            if (!query.suspended()) {
                query.failure().ifPresent(failure -> noticeFailure(query, failure));
            }
        }
    }

    /** A query has failed: it stays as it was before the batch that it failed in. */
    void noticeFailure(RunningQuery query, Throwable failure) {
        if (query.noticeFailure()) {
            if (failure instanceof MillraceException known && known.code() == ErrorCode.QUERY_CANCELLED) {
                log.info("query {} was cancelled", query.name());
            } else if (failure instanceof MillraceException known && known.code() == ErrorCode.MEMORY_EXCEEDED) {
                log.warn("query {} failed: {}", query.name(), known.getMessage());
            } else {
                log.error("query {} failed", query.name(), failure);
            }
            query.abort(failure);
            query.giveUp();
            query.target().fail(failure);
            relations.changed();
            republish(query.name());
        }
    }

    private void publish(BatchRun batch) {
        BatchTime time = batch.time();
        Map<String, RelationSnapshot> snapshots = new HashMap<>(published.relations());
        Map<String, InputView> inputs = new HashMap<>(published.inputs());
        Map<String, QueryReport> queries = new HashMap<>(published.queries());
        for (Input input : batch.changed()) {
            snapshots.put(input.name(), input.snapshot(time.batch(), time.timestamp()));
            inputs.put(input.name(), input.view(relations.consumed(input)));
        }
        for (Input input : relations.inputs()) {
            InputView shown = inputs.get(input.name());
            if (shown == null
                    || shown.watermarks().current() != input.watermarks().current()) {
                inputs.put(input.name(), input.view(relations.consumed(input)));
            }
        }
        for (RunningQuery query : batch.queries()) {
            query.snapshot(time.batch()).ifPresent(snapshot -> snapshots.put(query.name(), snapshot));
            queries.put(query.name(), query.report(false, 0));
        }
        publish(time, snapshots, inputs, queries);
    }

    /** Shows how relations stand that are new, gone, or were read further, in the batch that is published already. */
    void republish(Collection<String> names) {
        Map<String, RelationSnapshot> snapshots = new HashMap<>(published.relations());
        Map<String, InputView> inputs = new HashMap<>(published.inputs());
        Map<String, QueryReport> queries = new HashMap<>(published.queries());
        for (String name : names) {
            snapshots.remove(name);
            inputs.remove(name);
            queries.remove(name);
            Input input = relations.input(name);
            if (input != null) {
                snapshots.put(name, input.snapshot(published.batch(), published.timestamp()));
                inputs.put(name, input.view(relations.consumed(input)));
            }
            RunningQuery query = relations.query(name);
            if (query != null) {
                query.snapshot(published.batch()).ifPresent(snapshot -> snapshots.put(name, snapshot));
                queries.put(name, query.report(false, 0));
            }
        }
        publish(published.time(), snapshots, inputs, queries);
    }

    /** A query has caught up: it is shown, and what it refused on its way can be read. */
    void joined(RunningQuery query) {
        republish(query.name());
        relations.changed();
        if (rowsWait()) {
            run(false);
        }
    }

    /** Goes on from a batch that another server has run, whose relations are all there. */
    void restore(BatchTime time) {
        published = new Published(time.batch(), time.timestamp(), Map.of(), Map.of(), Map.of(), Map.of());
        republish(relations.names());
    }

    ScanThreads scanThreads() {
        return scanThreads;
    }

    void republish(String name) {
        republish(List.of(name));
    }

    private void publish(
            BatchTime time,
            Map<String, RelationSnapshot> snapshots,
            Map<String, InputView> inputs,
            Map<String, QueryReport> queries) {
        published = new Published(
                time.batch(),
                time.timestamp(),
                Collections.unmodifiableMap(snapshots),
                relations.watermarks(),
                Collections.unmodifiableMap(inputs),
                Collections.unmodifiableMap(queries));
    }

    void close() {
        scanThreads.close();
    }
}
