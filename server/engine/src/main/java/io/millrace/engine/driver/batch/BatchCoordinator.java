package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.BatchReport;
import io.millrace.engine.batch.BatchReports;
import io.millrace.engine.batch.BatchTotals;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.driver.pace.Pace;
import io.millrace.engine.driver.pace.Starvation;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the versions of the server: plans what is in a batch, lets it run, commits and publishes it, or takes it back.
 *
 * <p>Used by the driver's thread; only {@link #published} may be called from elsewhere.
 */
public final class BatchCoordinator {

    private static final Logger log = LoggerFactory.getLogger(BatchCoordinator.class);

    private final Engine engine;
    private final BatchClock clock;
    private final Relations relations;
    private final TimedWork timed;
    private final ScanThreads scanThreads = new ScanThreads();
    private final Pace pace;
    private final BatchPlanner planner;
    private final Chronicle chronicle;
    private final Waiting waiting;
    private final BatchReplay replay;
    private Consumer<Map<String, List<Page>>> afterCommit = deltas -> {};
    private Runnable afterDelivery = () -> {};
    private Consumer<Landed> afterLanding = landed -> {};
    private final OwedRuns owed;
    private final Publications publications;
    private final Unseen unseen;
    private final BatchFailures failures;
    private final Starvation starvation = new Starvation();
    private final WaitingChanges changes = new WaitingChanges();
    private final BatchReports reports = new BatchReports();
    private volatile boolean held;

    /** @param kept is told how much memory rows take that are kept */
    public BatchCoordinator(
            Engine engine, DriverSettings settings, BatchClock clock, Relations relations, MemoryBudget kept) {
        this.engine = engine;
        this.clock = clock;
        this.relations = relations;
        this.timed = new TimedWork(clock, relations);
        this.pace = new Pace(settings.batchRows(), settings.batchBytes(), engine::partitions);
        this.chronicle = new Chronicle(relations);
        this.failures = new BatchFailures(relations, chronicle, this::republish);
        this.planner = new BatchPlanner(relations, pace, settings.batchRows(), failures::notice, this::noticeEnd);
        this.waiting = new Waiting(relations, settings.streamRetention(), kept);
        this.replay = new BatchReplay(engine, scanThreads, clock, relations, chronicle, waiting, failures::notice);
        this.owed = new OwedRuns(relations, waiting, replay, this);
        this.publications = new Publications(relations);
        this.unseen = new Unseen(this::history, publications, this::shown);
    }

    public Published published() {
        return publications.newest();
    }

    /** How the last batches went, the newest first; by any thread. */
    public List<BatchReport> reports() {
        return reports.newest();
    }

    /** What goes wrong, and with whom. */
    public BatchFailures failures() {
        return failures;
    }

    /** What all batches took together; by any thread. */
    public BatchTotals totals() {
        return reports.totals();
    }

    /** The batches that are owed to what waits for a source. */
    public OwedRuns owed() {
        return owed;
    }

    public TimedWork timed() {
        return timed;
    }

    /** The most that is read at once. */
    public Admission admission() {
        return pace.most();
    }

    public Pace pace() {
        return pace;
    }

    /** The changes that wait for a batch. */
    public WaitingChanges changes() {
        return changes;
    }

    /** Where all that happens is written down. */
    public History history() {
        return chronicle.history();
    }

    /**
     * From now on all is written down there.
     *
     * @param wake called when the driver may have something to do because of what has become durable, by any thread
     */
    public void history(History kept, Runnable wake) {
        chronicle.history(kept);
        kept.onProgress(() -> {
            if (unseen.any()) {
                wake.run();
            }
        });
    }

    /** How many partitions queries have that are made next. */
    public int partitions() {
        return engine.partitions();
    }

    /** From now on it is another number. */
    public void partitions(int number) {
        engine.partitions(number);
    }

    /** Returns when all that is committed can be seen, as far as that is possible. */
    public void settle() {
        unseen.settle();
    }

    /** Shows what is durable by now. */
    void showSettled() {
        unseen.showSettled();
    }

    /** Runs a batch again that was written down, as it was then; answers what it gives to sinks. */
    public Map<String, OutboxRows> replay(BatchPlan plan, BatchCommit commit) {
        BatchRun batch = replay.run(plan, commit);
        Map<RunningQuery, OutboxRows> rows = replay.forSinks(batch, commit);
        commit(batch, history().request());
        unseen.settle();
        return BatchReplay.byName(rows);
    }

    /** A relation is there now for which batches that were run again may have had rows. */
    public void giveEarlyRows(Input input) {
        replay.early().give(input, published().time(), clock.nanos());
    }

    /** A query is gone, or never came into being, for which batches that were run again had rows. */
    public void forgetEarlyRows(String owner) {
        replay.early().forget(owner);
    }

    /** All batches were run again. */
    public void endReplay() {
        replay.end();
    }

    /** What takes the changes of each committed batch by relation, except those of scanned streams; set before the first batch. */
    public void afterCommit(Consumer<Map<String, List<Page>>> listener) {
        afterCommit = listener;
    }

    /** What is told of tables that cannot be read any more, while batches are run again; set before the first batch. */
    public void afterLoss(BiConsumer<String, MillraceException> listener) {
        replay.failBeside(listener);
    }

    /** What is run once the results of a batch are handed over; set before the first batch. */
    public void afterDelivery(Runnable listener) {
        afterDelivery = listener;
    }

    /** What is told of batches with which something has landed, before the next one; set before the first batch. */
    public void afterLanding(Consumer<Landed> listener) {
        afterLanding = listener;
    }

    /** The next batch id, and a timestamp that none before exceeds. */
    public BatchTime nextTime() {
        Published latest = publications.latest();
        return new BatchTime(latest.batch() + 1, Math.max(clock.millis(), latest.timestamp()));
    }

    /**
     * There will be a history; until {@link #release} no batch runs but those that whoever holds it wants.
     *
     * @param state whether nothing needs to be shown before {@link #restore}
     */
    public void hold(boolean state) {
        engine.takeDigests();
        held = true;
        if (state) {
            publications.defer();
        }
    }

    public void release() {
        held = false;
    }

    public boolean isHeld() {
        return held;
    }

    /**
     * Runs a batch when there is anything to do and not too many are on their way to the disk; false when there is not. It may be seen
     * only later, see {@link #showSettled}.
     */
    boolean runIfNeeded() {
        if (!held && owed.isDue()) {
            unseen.settle();
            if (owed.run()) {
                return run(true);
            }
        }
        return !unseen.isFull() && run(owed.isUnshown());
    }

    /** How long nothing is to be done unless somebody signals, in nanoseconds; as {@link TimedWork#nanosToWork}. */
    long nanosToWork(long most, long poll) {
        return Math.min(timed.nanosToWork(most, poll), owed.nanosToWork(poll));
    }

    /** The newest batch that is committed, whether it can be seen or not. */
    long newest() {
        return publications.latest().batch();
    }

    /** Others than batches see what a batch that was owed has changed. */
    void tellChanges(Map<String, List<Page>> deltas) {
        afterCommit.accept(deltas);
    }

    /** Runs a batch for what a query has given beside the batches. */
    public void runForCarried() {
        run(false);
        unseen.settle();
    }

    /** Moves time that stands still and runs a batch then; the watermarks of what comes by INSERT move with it. */
    void advanceTo(long millis) {
        clock.moveTo(millis);
        relations.inputs().forEach(input -> input.advanceTo(millis, clock.nanos()));
        run(true);
        unseen.settle();
    }

    /** Runs a batch to publish the time, if that has moved since the last. */
    void runForTime() {
        if (published().batch() == 0 || clock.millis() > published().timestamp()) {
            run(true);
            unseen.settle();
        }
    }

    /** Whether rows wait that were pushed to the server, or changes. */
    boolean rowsWait() {
        return !changes.isEmpty() || relations.inputs().stream().anyMatch(Input::hasPushed);
    }

    /** @param always also when there is nothing to do but to publish the time */
    private boolean run(boolean always) {
        if (held) {
            return false;
        }
        BatchTimes times = new BatchTimes(System.nanoTime());
        long nanos = clock.nanos();
        BatchTime time = nextTime();
        boolean pushed = rowsWait();
        Map<Input, Discovery> found = planner.discover(publications.latest().batch(), nanos);
        boolean carried = relations.queries().stream().anyMatch(RunningQuery::carries);
        boolean asked = carried || timed.isAsked(time);
        timed.advanceArrivalTimes(time, nanos, always || pushed || asked || !found.isEmpty());
        if (found.isEmpty() && !pushed && !asked && !always && !timed.moves()) {
            return false;
        }
        long start = System.nanoTime();
        PlannedBatch planned = planner.plan(time, nanos, chronicle.history().epoch(), found, changes);
        times.planned();
        if (run(planned, times) && planned.reads()) {
            pace.took(System.nanoTime() - start);
        }
        return true;
    }

    /** Runs what was planned; false when it was taken back. */
    private boolean run(PlannedBatch planned, BatchTimes times) {
        BatchRun batch = new BatchRun(relations, planned, times);
        try {
            batch.read(new ScanRun(engine, scanThreads, relations, planned));
            batch.takePushed();
            batch.runQueries();
        } catch (ScanRun.ReadFailure e) {
            repeat(batch, e.error());
            e.causes().forEach(failures::notice);
            failures.notice();
            return false;
        } catch (OutOfMemoryError e) {
            runAgainWithMoreRoom(batch, e);
            return false;
        } catch (RuntimeException | Error e) {
            log.error("the batch failed and was taken back", e);
            batch.abort(e);
            failures.notice();
            return false;
        }
        starvation.over();
        times.executed();
        long mark;
        try {
            mark = chronicle.write(batch);
        } catch (RuntimeException e) {
            batch.abort(e);
            batch.reads().forEach(input -> failures.notice(input, e));
            failures.notice();
            return false;
        }
        waiting.note(batch, Map.of(), Optional.empty());
        commit(batch, mark);
        owed.show();
        return true;
    }

    private void repeat(BatchRun batch, Throwable cause) {
        batch.repeat(cause);
        changes.putBack(batch.planned().changes());
    }

    /**
     * The heap had no room, for which the batch is not to blame: statements beside it hold more than was counted, and soon fail or
     * end. When that does not help, whoever lacks the room fails after all.
     */
    private void runAgainWithMoreRoom(BatchRun batch, OutOfMemoryError cause) {
        if (starvation.mayRunAgain()) {
            repeat(batch, cause);
            starvation.rest();
        } else if (failures.giveUpStarved()) {
            repeat(batch, cause);
        } else {
            batch.abort(cause);
        }
        failures.notice();
    }

    private void commit(BatchRun batch, long mark) {
        batch.commit();
        failures.notice();
        unseen.add(batch, mark);
        Optional<Landed> landed = batch.landed();
        // only what was pushed comes in small batches that do not wait for each other
        if (batch.planned().reads() || batch.givesToSinks() || landed.isPresent()) {
            unseen.settle();
        } else {
            unseen.showSettled();
        }
        landed.filter(unused -> !unseen.isBroken()).ifPresent(afterLanding);
    }

    /** Everybody can see a batch: it goes outside, and whoever has waited for it is told. */
    private void shown(BatchRun batch) {
        batch.times().durable();
        afterCommit.accept(batch.deltas());
        for (Input input : batch.reads()) {
            input.health().succeeded();
            if (input.exhausted()) {
                input.contentRead().complete(null);
            }
        }
        batch.deliver();
        failures.notice();
        if (!held) {
            reports.add(batch.times().report(batch)); // before those are told who may ask for it
        }
        batch.acknowledge();
        if (!held) {
            afterDelivery.run();
        }
    }

    /** An input has ended although no batch has read of it. */
    private void noticeEnd(Input input) {
        history().passed(input.name(), List.of(), true, clock.millis());
    }

    /** Shows how relations stand that are new, gone, or were read further, in the batch that is published already. */
    public void republish(Collection<String> names) {
        unseen.settle();
        if (!unseen.isBroken()) {
            publications.renew(names);
        }
    }

    /** A query has caught up: it is shown, and what it refused on its way can be read. */
    public void joined(RunningQuery query) {
        republish(query.name());
        relations.changed();
        if (rowsWait()) {
            run(false);
            unseen.settle();
        }
    }

    /** Goes on from a batch that another server has run, whose relations are all there. */
    public void restore(BatchTime time) {
        publications.begin(time);
        republish(relations.names());
        chronicle.replayed();
    }

    public ScanThreads scanThreads() {
        return scanThreads;
    }

    public void republish(String name) {
        republish(List.of(name));
    }

    public void close() {
        scanThreads.close();
    }
}
