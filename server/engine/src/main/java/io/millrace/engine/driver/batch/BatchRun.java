package io.millrace.engine.driver.batch;

import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Intake;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One batch on its way: what it takes and what it gives. Nothing of it can be seen before {@link #commit}, and {@link #repeat} and
 * {@link #abort} take all of it back. Used by the driver's thread.
 */
final class BatchRun {

    private final Relations relations;
    private final PlannedBatch planned;
    private final BatchTime time;
    private final long nanos;
    private final BatchRows rows = new BatchRows();
    private final Map<String, List<Page>> deltas = new LinkedHashMap<>();
    private final Map<RunningQuery, DeployedQuery.Result> results = new LinkedHashMap<>();
    private final Set<Input> changed = new LinkedHashSet<>();
    private final Map<Input, Intake> intakes = new LinkedHashMap<>();
    private final ChangeRun changes;
    private final BatchTimes times;
    /** The number of the batch with which others see what it does to relations. */
    private final long version;

    private final Predicate<Input> counts;
    private long rowsTaken;

    BatchRun(Relations relations, PlannedBatch planned) {
        this(relations, planned, new BatchTimes(System.nanoTime()));
    }

    BatchRun(Relations relations, PlannedBatch planned, BatchTimes times) {
        this(relations, planned, times, planned.plan().batch(), input -> true);
    }

    /**
     * One that only some take part in, later than all others.
     *
     * @param version the number of the batch with which others see what it does to relations
     * @param counts the inputs for which what is read counts: of others it has done so already
     */
    BatchRun(Relations relations, PlannedBatch planned, long version, Predicate<Input> counts) {
        this(relations, planned, new BatchTimes(System.nanoTime()), version, counts);
    }

    private BatchRun(
            Relations relations, PlannedBatch planned, BatchTimes times, long version, Predicate<Input> counts) {
        this.version = version;
        this.counts = counts;
        this.times = times;
        this.relations = relations;
        this.planned = planned;
        this.time = planned.time();
        this.nanos = planned.nanos();
        this.changes = new ChangeRun(relations, planned.changes());
        planned.inputs().forEach((input, part) -> {
            if (!part.taken().isEmpty()) {
                intakes.put(input, new Intake(input, part.taken()));
            }
        });
    }

    /** The inputs whose sources it reads. */
    public List<Input> reads() {
        return planned.inputs().entrySet().stream()
                .filter(part -> part.getValue().found().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    BatchTimes times() {
        return times;
    }

    /** How many rows it has read, or taken of what was pushed. */
    long rowsTaken() {
        return rowsTaken;
    }

    public PlannedBatch planned() {
        return planned;
    }

    public BatchPlan plan() {
        return planned.plan();
    }

    public BatchTime time() {
        return time;
    }

    /** The changes of relations, except those of streams that are read again from their sources. */
    public Map<String, List<Page>> deltas() {
        return Collections.unmodifiableMap(deltas);
    }

    /** The inputs that the batch has read or changed. */
    public Set<Input> changed() {
        return changed;
    }

    /** The queries that have run. */
    public Set<RunningQuery> queries() {
        return results.keySet();
    }

    /** Reads what sources have; the pages of streams go through the first stages of their readers, those of tables into them. */
    public void read(ScanRun scans) {
        scans.inputs().stream().filter(counts).forEach(changed::add);
        scans.run(rows);
        scans.scanned().forEach(scan -> {
            Input input = scan.input();
            if (counts.test(input)) {
                input.scanned(scan, scans.discovery(input), nanos);
            }
            rowsTaken += scan.rows();
            relations
                    .shared(input)
                    .readings()
                    .forEach(reading -> reading.query().countScanned(scan.rows()));
            if (counts.test(input)) {
                refuse(input.name(), scan.rejected());
            }
        });
        scans.tables().forEach(this::applyRows);
    }

    /** Those that it ran for take no part in other batches. */
    void rest() {
        relations.queries().forEach(query -> query.waits(true));
    }

    /** Takes what others have changed in this batch. */
    void presume(Map<String, OutboxRows> changesOfOthers) {
        changesOfOthers.forEach((name, delta) -> {
            List<Page> pages = delta.rows().pages();
            rows.add(name, "", delta.number(), pages);
            deltas.merge(name, pages, (own, before) -> concatenate(before, own));
        });
    }

    /** Leaves out what the source of an input had, which nobody can read any more. */
    void pass(Input input, PlannedBatch.Part part) {
        part.found().ifPresent(found -> {
            changed.add(input);
            input.advance(found.splits());
            if (found.exhausted()) {
                input.end();
            }
        });
    }

    /** Takes the rows that were pushed to the server, then the changes. */
    void takePushed() {
        intakes.forEach((input, intake) -> {
            changed.add(input);
            List<Page> pages = intake.take(time, nanos, rows);
            refuse(input.name(), intake.rejected());
            rowsTaken += pages.stream().mapToLong(Page::size).sum();
            applyRows(input, pages, intake.anew());
        });
        changes.run(time, nanos, rows, (input, delta, rejected) -> {
            changed.add(input);
            rowsTaken += delta.stream().mapToLong(Page::size).sum();
            deltas.merge(input.name(), delta, BatchRun::concatenate);
            refuse(input.name(), rejected);
        });
    }

    /**
     * What the batch gives of each query that lasts. What is made to take the place of another does not count before it has its name: until
     * then its sink gets nothing.
     */
    public Map<RunningQuery, List<Page>> given() {
        Map<RunningQuery, List<Page>> given = new LinkedHashMap<>();
        results.forEach((query, result) -> {
            if (query.query().output().isStanding()
                    && !query.failed()
                    && !result.delta().isEmpty()
                    && !Relations.isSuccessor(query.name())) {
                given.put(query, result.delta());
            }
        });
        return given;
    }

    private void applyRows(Input input, List<Page> pages) {
        applyRows(input, pages, false);
    }

    private void applyRows(Input input, List<Page> pages, boolean anew) {
        if (pages.isEmpty() && !anew) {
            return;
        }
        pages.forEach(page -> input.count(page.size(), 0));
        RejectedRecords missing = new RejectedRecords(input.definition().rowType(), time.timestamp());
        List<Page> delta = anew ? input.applyAnew(version, pages, missing) : input.apply(version, pages, missing);
        deltas.merge(input.name(), delta, BatchRun::concatenate);
        input.count(0, missing.count());
        refuse(input.name(), missing.rows());
    }

    private static List<Page> concatenate(List<Page> first, List<Page> second) {
        List<Page> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Runs all queries that have something to do, each after those that it reads. */
    void runQueries() {
        for (RunningQuery query : relations.queries()) {
            if (query.suspended() && query.carries()) {
                take(query, query.takeCarried());
            }
            if (!query.takesPart()) {
                continue;
            }
            feed(query);
            boolean moves = query.time().advance(relations);
            if (moves || query.carries() || query.due() || query.wakesAt() <= time.timestamp()) {
                query.begin(time);
                query.finish().ifPresent(result -> take(query, result));
                query.checkStarved();
            }
        }
    }

    private void feed(RunningQuery query) {
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

    private void take(RunningQuery query, DeployedQuery.Result result) {
        results.put(query, result);
        rows.add(query.name(), "", query.target().nextPosition(), result.delta());
        if (!result.delta().isEmpty()) {
            deltas.put(query.name(), result.delta());
        }
        refuse(query.name(), result.rejected());
        if (!result.late().isEmpty() && query.lateTracing() != null) {
            side(query.name() + SideRelations.LATE, query.lateTracing().trace(time, result.late(), rows));
        }
    }

    private void refuse(String relation, List<RejectedRow> rejected) {
        if (!rejected.isEmpty()) {
            side(relation + SideRelations.ERRORS, List.of(SideRows.errors(time, rejected)));
        }
    }

    /** Late and failed rows are part of what the batch gives: queries that read them come later in the same batch. */
    private void side(String name, List<Page> pages) {
        Input input = relations.input(name);
        if (input != null && !pages.isEmpty()) {
            changed.add(input);
            rows.add(name, "", input.log().orElseThrow().nextSequence(), pages);
            applyRows(input, pages);
        }
    }

    /** Leaves out what a query gave that has failed since. */
    void leaveOut(RunningQuery query) {
        results.remove(query);
        deltas.remove(query.name());
    }

    /** The results become the content of views and streams; what was read counts. */
    public void commit() {
        relations.inputs().forEach(input -> {
            if (changed.contains(input) || input.watermarkMoved()) {
                input.commit(time.batch());
            }
        });
        results.forEach(this::apply);
        relations.queries().forEach(query -> {
            query.commitCarried();
            if (query.takesPart()) {
                query.commit();
                query.time().end();
            }
        });
    }

    /** A query for whose rows the heap has no room fails, and they are given up. */
    private void apply(RunningQuery query, DeployedQuery.Result result) {
        try {
            query.target()
                    .apply(query.target().isVersioned() ? version : time.batch(), result.delta(), query.watermark());
        } catch (OutOfMemoryError e) {
            query.fail(e);
        }
        if (!result.rejected().isEmpty()) {
            query.target().reject(result.rejected().get(0));
        }
    }

    /** What lands with the batch. */
    Optional<Landed> landed() {
        return changes.landed();
    }

    /** Tells those who inserted rows that these are visible everywhere. */
    public void acknowledge() {
        intakes.values().forEach(intake -> intake.settle(time.batch()));
        changes.settle(time.batch());
    }

    /** Tells those who inserted rows that nobody knows whether these are there: that is seen after a restart. */
    void fail(Throwable cause) {
        intakes.values().forEach(intake -> intake.fail(cause));
    }

    /** Whether it has rows for a sink, whose numbers depend on those that the sink was given before. */
    boolean givesToSinks() {
        return results.entrySet().stream()
                .anyMatch(result -> result.getKey().query().output() == Query.Output.SINK
                        && !result.getValue().delta().isEmpty());
    }

    /** Hands the results to those outside; see {@link io.millrace.engine.query.QueryTarget#deliver}. */
    public void deliver() {
        results.forEach((query, result) -> {
            if (!result.delta().isEmpty()) {
                try {
                    query.target().deliver(time.batch(), result.delta());
                } catch (RuntimeException e) {
                    query.fail(e);
                }
            }
        });
    }

    /** Puts everything back as it was before the batch; what had been pushed waits for the next one. */
    public void repeat(Throwable cause) {
        takeBack(cause);
        intakes.values().forEach(Intake::putBack);
    }

    /** Puts everything back, and fails the INSERTs of the batch: running them again would fail again. */
    void abort(Throwable cause) {
        takeBack(cause);
        intakes.values().forEach(intake -> intake.fail(cause));
        changes.fail(cause);
    }

    private void takeBack(Throwable cause) {
        relations.queries().forEach(query -> query.abort(cause));
        changed.forEach(input -> input.abort(version));
    }
}
