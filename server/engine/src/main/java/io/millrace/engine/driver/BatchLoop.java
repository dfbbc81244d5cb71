package io.millrace.engine.driver;

import io.millrace.dstream.Source;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Inbound;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputReader;
import io.millrace.engine.input.Intake;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.Published;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches: plans what is in one, executes all queries over it, commits, publishes. Used by the driver's thread; only
 * {@link #published} may be called from elsewhere.
 */
final class BatchLoop {

    private static final Logger log = LoggerFactory.getLogger(BatchLoop.class);

    private static final long NANOS_BETWEEN_ASKED = 10_000_000;
    private static final long NANOS_BETWEEN_ARRIVAL_TIMES = 1_000_000_000;

    private final Engine engine;
    private final DriverSettings settings;
    private final BatchClock clock;
    private final Relations relations;
    private final Map<String, List<Page>> deltas = new HashMap<>();
    private final BatchRows rows = new BatchRows();
    private final Map<String, List<Page>> deltasView = Collections.unmodifiableMap(deltas);
    private long arrivalNanos;
    private long askedNanos = System.nanoTime() - NANOS_BETWEEN_ASKED;
    private volatile Published published = new Published(0, 0, Map.of(), Map.of());

    BatchLoop(Engine engine, DriverSettings settings, BatchClock clock, Relations relations) {
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
        this.relations = relations;
    }

    Published published() {
        return published;
    }

    Admission admission() {
        return new Admission(settings.batchRows(), settings.batchBytes(), engine.partitions());
    }

    /** The changes of the last batch by relation, except those of scanned streams. */
    Map<String, List<Page>> deltas() {
        return deltasView;
    }

    /** The next batch id, and a timestamp that none before exceeds. */
    BatchTime nextTime() {
        return new BatchTime(published.batch() + 1, Math.max(clock.millis(), published.timestamp()));
    }

    /** Runs a batch when there is anything to do; false when there is not. */
    boolean runIfNeeded() {
        return run(false);
    }

    /**
     * How long nothing is to be done unless somebody signals, in nanoseconds.
     *
     * @param most for how long at the most
     * @param poll how often sources are asked that do not announce their input, and how close batches may be that only time asks for
     */
    long nanosToWork(long most, long poll) {
        long wait = most;
        for (Input input : relations.inputs()) {
            boolean asked = input.replayable().isPresent() && !input.exhausted() && relations.consumed(input);
            wait = Math.min(wait, asked ? poll : idleIn(input));
            if (input.timedByArrival() && relations.consumed(input) && !clock.manual()) {
                wait = Math.min(wait, NANOS_BETWEEN_ARRIVAL_TIMES - (clock.nanos() - arrivalNanos));
            }
        }
        for (RunningQuery query : relations.queries()) {
            if (query.wakesAt() != Long.MAX_VALUE && !clock.manual()) {
                wait = Math.min(wait, (query.wakesAt() - clock.millis()) * 1_000_000);
            }
        }
        return Math.max(wait, poll);
    }

    /** When a silent partition of the input stops holding time back, in nanoseconds from now. */
    private long idleIn(Input input) {
        return clock.manual() || !relations.consumed(input)
                ? Long.MAX_VALUE
                : input.watermarks().nextIdle(clock.nanos());
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

    /** Whether rows wait that were pushed to the server, or that it made itself. */
    boolean rowsWait() {
        return relations.inputs().stream().anyMatch(input -> !input.inbound().isEmpty());
    }

    /** @param always also when there is nothing to do but to publish the time */
    private boolean run(boolean always) {
        long nanos = clock.nanos();
        rows.clear();
        List<Scan> scans = new ArrayList<>();
        BatchTime time = nextTime();
        Map<String, TablePages> tablePages = new HashMap<>();
        boolean pushed = false;
        for (Input input : relations.inputs()) {
            pushed |= !input.inbound().isEmpty();
            input.watermarks().advance(nanos);
            planScan(input, time, scans, tablePages);
        }
        boolean asked = isAsked(time);
        if (always || pushed || asked || !scans.isEmpty() || nanos - arrivalNanos >= NANOS_BETWEEN_ARRIVAL_TIMES) {
            advanceArrivalTimes(time, nanos);
        }
        if (scans.isEmpty() && !pushed && !asked && !always && !timeMoves()) {
            return false;
        }
        deltas.clear();
        List<Inbound.Parcel> waiting = new ArrayList<>();
        try {
            runScans(scans, time, nanos);
            tablePages.forEach((name, pages) -> applyRows(relations.input(name), pages.all(), time.batch()));
            relations.inputs().forEach(input -> takeInbound(input, time, nanos, waiting));
            runQueries(time);
            takeSideRows(time, nanos);
            publish(time, scans);
        } catch (RuntimeException | Error e) {
            waiting.forEach(parcel -> parcel.fail(e));
            throw e;
        }
        waiting.forEach(parcel -> parcel.commit(time.batch()));
        relations.queries().forEach(query -> query.time().end());
        return true;
    }

    /** Where rows are timed when they come, none of an earlier time than this batch's will come. */
    private void advanceArrivalTimes(BatchTime time, long nanos) {
        arrivalNanos = nanos;
        for (Input input : relations.inputs()) {
            if (input.timedByArrival() && relations.consumed(input)) {
                input.advanceTo(time.timestamp(), nanos);
                input.watermarks().advance(nanos);
            }
        }
    }

    /** Whether time alone asks for a batch. What leaves within a few milliseconds may leave together. */
    private boolean isAsked(BatchTime time) {
        long machine = System.nanoTime();
        if (machine - askedNanos < NANOS_BETWEEN_ASKED
                || relations.queries().stream().noneMatch(query -> query.wakesAt() <= time.timestamp())) {
            return false;
        }
        askedNanos = machine;
        return true;
    }

    /** Whether time alone gives some query something to do. */
    private boolean timeMoves() {
        return relations.queries().stream()
                .anyMatch(query -> !query.failed() && query.time().advance(relations));
    }

    /** Pages of a table read by the partitions, each in its own list. */
    private record TablePages(List<List<Page>> byPartition) {

        List<Page> all() {
            return byPartition.stream().flatMap(List::stream).toList();
        }
    }

    private void planScan(Input input, BatchTime time, List<Scan> scans, Map<String, TablePages> tablePages) {
        if (input.replayable().isEmpty() || input.exhausted() || !relations.consumed(input)) {
            return;
        }
        List<Split> splits = poll(input);
        if (splits.isEmpty()) {
            input.checkExhausted();
            input.contentRead().complete(null);
            return;
        }
        List<Scan.Consumer> consumers = new ArrayList<>();
        InputReader reader;
        if (input.definition().table()) {
            reader = input.wholeRows();
            List<List<Page>> byPartition = new ArrayList<>();
            for (int partition = 0; partition < engine.partitions(); partition++) {
                byPartition.add(new ArrayList<>());
            }
            tablePages.put(input.name(), new TablePages(byPartition));
            consumers.add((partition, page) -> byPartition.get(partition).add(page));
        } else {
            Relations.Shared shared = relations.shared(input);
            reader = shared.reader();
            shared.readings().forEach(reading -> consumers.add(consumer(reading)));
            shared.readings().forEach(reading -> reading.query().begin(time));
        }
        input.ahead().begin(splits, time.timestamp());
        Scan scan = new Scan(input, reader, splits, consumers, engine.partitions(), time.timestamp());
        scans.add(scan);
        rows.addScan(scan);
    }

    private List<Split> poll(Input input) {
        try {
            return input.replayable().orElseThrow().poll(input.offsets(), admission());
        } catch (MillraceException e) {
            input.inbound().problem(e.getMessage());
            return List.of();
        }
    }

    static Scan.Consumer consumer(Relations.Reading reading) {
        return (partition, page) ->
                reading.query().accept(partition, reading.source(), page.project(reading.positions()));
    }

    private void runScans(List<Scan> scans, BatchTime time, long nanos) {
        if (scans.isEmpty()) {
            return;
        }
        long extent = scans.stream().mapToLong(Scan::extent).sum();
        Map<Scan, MillraceException> failures = Collections.synchronizedMap(new HashMap<>());
        engine.onPartitions(
                extent,
                partition -> scans.forEach(scan -> {
                    try {
                        scan.run(partition);
                    } catch (MillraceException e) {
                        failures.put(scan, e);
                    }
                }));
        for (Scan scan : scans) {
            if (failures.containsKey(scan)) {
                failReaders(scan, failures.get(scan));
            } else {
                scanned(scan, time, nanos);
            }
        }
    }

    /** A scan that broke off has passed some of its rows on: its readers cannot go on from there. */
    private void failReaders(Scan scan, MillraceException failure) {
        log.warn("reading {} failed: {}", scan.input().name(), failure.getMessage());
        scan.input().contentRead().completeExceptionally(failure);
        scan.input().inbound().problem(failure.getMessage());
        relations
                .shared(scan.input())
                .readings()
                .forEach(reading -> reading.query().fail(failure));
    }

    private void scanned(Scan scan, BatchTime time, long nanos) {
        Input input = scan.input();
        input.advance(scan.splits());
        input.firstReading(scan.splits());
        if (scan.ahead() == 0) {
            input.ahead().passed(scan.splits());
        }
        scan.observe(input.watermarks(), nanos);
        input.notePartitions(input.watermarks(), input.offsets());
        input.watermarks().advance(nanos);
        input.checkExhausted();
        input.count(scan.rows(), scan.rejectedCount());
        relations.shared(input).readings().forEach(reading -> reading.query().countScanned(scan.rows()));
        reportErrors(input.name(), time, scan.rejected());
    }

    private void takeInbound(Input input, BatchTime time, long nanos, List<Inbound.Parcel> waiting) {
        Intake intake = new Intake(input, settings.batchRows());
        List<Page> pages = intake.take(time, nanos, rows, waiting);
        reportErrors(input.name(), time, intake.rejected());
        applyRows(input, pages, time.batch());
    }

    /** Late and failed rows can be read with the batch that refused them, unless queries follow them, which have run already. */
    private void takeSideRows(BatchTime time, long nanos) {
        for (Input input : relations.inputs()) {
            while (SideRelations.isSide(input.name()) && !input.inbound().isEmpty() && !relations.consumed(input)) {
                takeInbound(input, time, nanos, new ArrayList<>());
            }
        }
    }

    private void applyRows(Input input, List<Page> pages, int batch) {
        if (pages.isEmpty()) {
            return;
        }
        pages.forEach(page -> input.count(page.size(), 0));
        List<Page> delta = input.apply(batch, pages);
        deltas.merge(input.name(), delta, BatchLoop::concatenate);
    }

    private static List<Page> concatenate(List<Page> first, List<Page> second) {
        List<Page> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void runQueries(BatchTime time) {
        for (RunningQuery query : relations.queries()) {
            if (query.failed()) {
                continue;
            }
            feed(query, time);
            if (query.time().advance(relations) || query.due() || query.wakesAt() <= time.timestamp()) {
                query.begin(time);
                query.finish().ifPresent(result -> take(query, time, result));
            }
            query.failure().ifPresent(failure -> noticeFailure(query, failure));
        }
    }

    private void feed(RunningQuery query, BatchTime time) {
        List<Source> sources = query.sources();
        for (int i = 0; i < sources.size(); i++) {
            List<Page> delta = deltas.get(sources.get(i).relation());
            if (delta != null && !delta.isEmpty()) {
                int[] columns = sources.get(i).columns().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                query.begin(time);
                query.feed(i, delta.stream().map(page -> page.project(columns)).toList());
            }
        }
    }

    /** Takes what a query gave: into its view or log, its late and failed rows into their relations. */
    private void take(RunningQuery query, BatchTime time, DeployedQuery.Result result) {
        rows.add(query.name(), "", query.target().nextPosition(), result.delta());
        take(query, time, result, rows);
    }

    /** @param read the rows that the query read in the batch */
    void take(RunningQuery query, BatchTime time, DeployedQuery.Result result, BatchRows read) {
        query.target().apply(time.batch(), result.delta());
        if (!result.delta().isEmpty()) {
            deltas.put(query.name(), result.delta());
        }
        if (!result.rejected().isEmpty()) {
            query.target().reject(result.rejected().get(0));
            reportErrors(query.name(), time, result.rejected());
        }
        query.countRefused(result);
        Input late = relations.input(query.name() + SideRelations.LATE);
        if (!result.late().isEmpty() && late != null) {
            query.lateTracing().trace(time, result.late(), read).forEach(late.inbound()::offer);
        }
    }

    /** The first query to read an input counts and reports for it; later ones read what was reported already. */
    void countBackfilled(Scan scan, BatchTime time) {
        Input input = scan.input();
        if (input.firstReading(scan.splits())) {
            input.count(scan.rows(), scan.rejectedCount());
            reportErrors(input.name(), time, scan.rejected());
        }
    }

    void noticeFailure(RunningQuery query, Throwable failure) {
        if (query.noticeFailure()) {
            log.error("query {} failed", query.name(), failure);
            query.target().fail(failure);
        }
    }

    private void reportErrors(String relation, BatchTime time, List<RejectedRow> rejected) {
        Input errors = relations.input(relation + SideRelations.ERRORS);
        if (!rejected.isEmpty() && errors != null) {
            errors.inbound().offer(SideRows.errors(time, rejected));
        }
    }

    private void publish(BatchTime time, List<Scan> scans) {
        Map<String, RelationSnapshot> snapshots = new HashMap<>(published.relations());
        scans.forEach(scan -> putSnapshot(snapshots, scan.input().name(), time));
        deltas.keySet().forEach(name -> putSnapshot(snapshots, name, time));
        published = new Published(
                time.batch(), time.timestamp(), Collections.unmodifiableMap(snapshots), relations.watermarks());
        scans.forEach(scan -> noticeContentRead(scan.input()));
        for (RunningQuery query : relations.queries()) {
            deliver(query, time.batch(), deltas.getOrDefault(query.name(), List.of()));
        }
    }

    private void noticeContentRead(Input input) {
        if (!input.contentRead().isDone() && poll(input).isEmpty()) {
            input.contentRead().complete(null);
        }
    }

    void deliver(RunningQuery query, int batch, List<Page> delta) {
        try {
            if (!delta.isEmpty()) {
                query.target().deliver(batch, delta);
            }
        } catch (RuntimeException e) {
            query.fail(e);
            noticeFailure(query, e);
        }
    }

    private void putSnapshot(Map<String, RelationSnapshot> snapshots, String name, BatchTime time) {
        Input input = relations.input(name);
        if (input != null) {
            snapshots.put(name, input.snapshot(time.batch(), time.timestamp()));
            return;
        }
        RunningQuery query = relations.query(name);
        if (query != null) {
            query.snapshot(time.batch()).ifPresent(snapshot -> snapshots.put(name, snapshot));
        }
    }

    /** Shows the present content of a relation that is new or was read further, in the batch that is published already. */
    void republish(String name) {
        Map<String, RelationSnapshot> snapshots = new HashMap<>(published.relations());
        snapshots.remove(name);
        putSnapshot(snapshots, name, new BatchTime(published.batch(), published.timestamp()));
        published = new Published(
                published.batch(),
                published.timestamp(),
                Collections.unmodifiableMap(snapshots),
                relations.watermarks());
    }
}
