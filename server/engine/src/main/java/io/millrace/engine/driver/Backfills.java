package io.millrace.engine.driver;

import io.millrace.dstream.Source;
import io.millrace.dstream.query.ClockUse;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.input.SplitResult;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The queries that are catching up, each on a thread of its own.
 *
 * <p>Added, completed and removed by the driver's thread; their reports can be read by any.
 */
final class Backfills {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread driver;
    private final Executor threads;
    private final Server server;
    private final Map<String, Backfill> running = new ConcurrentHashMap<>();
    private final Map<String, Backfill> suspended = new ConcurrentHashMap<>();

    Backfills(
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
        this.server = new Server(engine, clock);
    }

    /** Begins to catch up; the backfill's {@link Backfill#done} tells the end. */
    Backfill begin(RunningQuery query, boolean whole) {
        if (!whole) {
            query.beginsLate();
        }
        Backfill backfill = new Backfill(query, relations, server, whole);
        start(backfill);
        return backfill;
    }

    /** Computes a query again that has failed, beside the batches; see {@link Backfill#again}. */
    Backfill beginAgain(RunningQuery query) {
        Backfill backfill = Backfill.again(query, relations, server);
        start(backfill);
        return backfill;
    }

    /**
     * Takes a view or derived stream out of the batches until {@link #resume}.
     *
     * @throws MillraceException when it is suspended already, or has failed
     */
    void suspend(String name) {
        Backfill catchingUp = running.get(name);
        if (catchingUp != null && !catchingUp.isAgain()) {
            catchingUp.halt();
            return;
        }
        RunningQuery query = relations.query(name);
        if (query.suspended()) {
            throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "\"" + name + "\" is suspended already");
        }
        if (query.failed() || catchingUp != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT, "\"" + name + "\" has failed; there is nothing to suspend");
        }
        suspended.put(name, Backfill.suspended(query, relations, server));
        query.suspend();
        relations.changed();
        republish(query);
    }

    /** Lets a query catch up that is suspended; empty when it is not. */
    Optional<Backfill> resume(String name) {
        Optional<Backfill> resumed = Optional.ofNullable(suspended.remove(name));
        resumed.ifPresent(backfill -> {
            backfill.restart();
            start(backfill);
        });
        return resumed;
    }

    boolean isCatchingUp(String name) {
        return running.containsKey(name);
    }

    /** Nobody waits any more for one that was to go on. */
    void giveUp(Backfill backfill) {
        if (running.get(backfill.query().name()) != backfill) {
            return;
        }
        if (backfill.isAgain()) {
            cancel(backfill.query().name());
        } else {
            backfill.halt();
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
    void pauseQueries() {
        List<RunningQuery> full = relations.queries().stream()
                .filter(query -> !query.failed() && query.target().full())
                .toList();
        for (RunningQuery query : full) {
            relations.removeQuery(query.name());
            start(Backfill.resuming(query, relations, server));
            republish(query);
        }
    }

    private void republish(RunningQuery query) {
        List<String> names =
                new ArrayList<>(query.sources().stream().map(Source::relation).toList());
        names.add(query.name());
        coordinator.republish(names);
    }

    private void complete(Backfill backfill) {
        RunningQuery query = backfill.query();
        if (backfill.cancelled()) {
            query.close();
            return;
        }
        if (backfill.isHalted()) {
            suspended.put(query.name(), backfill);
            running.remove(query.name());
            return;
        }
        if (!backfill.complete()) {
            backfill.handOver();
            coordinator.runForCarried();
            goOn(backfill);
            return;
        }
        Optional<Throwable> failure = query.failure();
        if (failure.isPresent()) {
            fail(backfill, failure.get());
            running.remove(query.name());
            return;
        }
        joinOthers(backfill);
        if (ClockUse.in(query.query().root())) {
            driver.publishTime();
        }
        backfill.done().complete(null);
    }

    private void joinOthers(Backfill backfill) {
        RunningQuery query = backfill.query();
        backfill.join();
        if (query.carries()) {
            relations.changed();
            coordinator.runForCarried();
        }
        republish(query);
        running.remove(query.name());
        coordinator.joined(query);
    }

    private void fail(Backfill backfill, Throwable failure) {
        RunningQuery query = backfill.query();
        boolean told = backfill.fail(failure);
        if (backfill.isAgain()) {
            query.closeState();
            return;
        }
        query.resume();
        if (!told) {
            relations.add(query); // to be seen as failed
        }
        coordinator.noticeFailure(query, failure);
    }

    /** Notes what a batch has changed. */
    void noteChanges(Map<String, List<Page>> deltas) {
        running.values().forEach(backfill -> backfill.noteChanges(deltas));
        suspended.values().forEach(backfill -> {
            backfill.noteChanges(deltas);
            backfill.compaction().ifPresent(threads::execute);
        });
    }

    /** Ends one that is not wanted any more; the query that its thread closes when it comes to it. */
    Optional<RunningQuery> cancel(String name) {
        suspended.remove(name);
        Optional<Backfill> backfill = Optional.ofNullable(running.remove(name));
        backfill.ifPresent(ending -> ending.fail(
                new MillraceException(ErrorCode.QUERY_CANCELLED, "the query \"" + name + "\" was dropped")));
        return backfill.map(Backfill::query);
    }

    /** Gives a query that is still catching up another name. */
    void rename(String name, String other) {
        Optional.ofNullable(running.remove(name)).ifPresent(backfill -> {
            backfill.query().rename(other);
            running.put(other, backfill);
        });
    }

    /** The error of a query that is still catching up. */
    Optional<Throwable> failure(String name) {
        return Optional.ofNullable(running.get(name))
                .flatMap(backfill -> backfill.query().failure());
    }

    void cancelAll(MillraceException cause) {
        running.values().forEach(backfill -> backfill.fail(cause));
        running.clear();
        suspended.clear();
    }

    List<QueryReport> reports() {
        List<QueryReport> reports = new ArrayList<>();
        running.values().forEach(backfill -> reports.add(backfill.query().report(true, backfill.rows())));
        return reports;
    }

    /** What backfills need of the server. */
    private final class Server implements Backfill.Surroundings {

        private final Engine engine;
        private final BatchClock clock;

        Server(Engine engine, BatchClock clock) {
            this.engine = engine;
            this.clock = clock;
        }

        @Override
        public Published published() {
            return coordinator.published();
        }

        @Override
        public BatchTime time() {
            Published published = coordinator.published();
            return new BatchTime(published.batch(), Math.max(clock.millis(), published.timestamp()));
        }

        @Override
        public long nanos() {
            return clock.nanos();
        }

        @Override
        public void scan(List<Scan> scans) {
            Map<Input, Throwable> failures = coordinator.scanThreads().run(scans, engine.partitions());
            for (Map.Entry<Input, Throwable> failure : failures.entrySet()) {
                if (failure.getValue() instanceof OutOfMemoryError exhausted) {
                    throw exhausted; // not the source's affair
                }
                throw failure.getKey().health().error(failure.getValue());
            }
        }

        @Override
        public int partitions() {
            return engine.partitions();
        }

        @Override
        public Admission admission() {
            return coordinator.admission();
        }

        @Override
        public void countRead(Input input, Scan scan) {
            driver.submit(() -> {
                List<SplitResult> first = scan.results().stream()
                        .filter(result -> input.firstReading(result.split()))
                        .toList();
                first.forEach(result -> countFirst(input, result));
                if (!first.isEmpty()) {
                    input.commit(coordinator.published().batch());
                    coordinator.republish(input.name());
                }
            });
        }

        private void countFirst(Input input, SplitResult result) {
            input.count(result.rows(), result.rejectedCount());
            if (!result.rejected().isEmpty()) {
                side(input.name() + SideRelations.ERRORS, SideRows.errors(coordinator.nextTime(), result.rejected()));
            }
        }

        @Override
        public void side(String name, Page rows) {
            driver.submit(() -> Optional.ofNullable(relations.input(name))
                    .ifPresent(input -> input.inbound().offer(rows)));
        }
    }
}
