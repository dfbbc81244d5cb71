package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.batch.ScanRun;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.input.SplitResult;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** What backfills need of the server beside which they run. */
final class ServerBeside implements Surroundings {

    private final Engine engine;
    private final BatchClock clock;
    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread driver;
    private final BesideAgain again = new BesideAgain();
    private final AtomicInteger offering = new AtomicInteger();

    ServerBeside(
            Engine engine, BatchClock clock, Relations relations, BatchCoordinator coordinator, DriverThread driver) {
        this.engine = engine;
        this.clock = clock;
        this.relations = relations;
        this.coordinator = coordinator;
        this.driver = driver;
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
    public int partitions(RunningQuery query) {
        return ScanRun.partitions(engine, List.of(query));
    }

    @Override
    public Admission admission() {
        return coordinator.admission();
    }

    @Override
    public void countRead(Input input, List<SplitResult> splits) {
        if (coordinator.isHeld()) {
            again.count(input, splits); // was written down if it was counted
            return;
        }
        driver.submit(() -> {
            List<SplitResult> first = splits.stream()
                    .filter(result -> input.firstReading(result.split()))
                    .toList();
            first.forEach(result -> countFirst(input, result));
            if (!first.isEmpty()) {
                coordinator
                        .history()
                        .counted(
                                input.name(),
                                first.stream().map(SplitResult::split).toList(),
                                first.stream().mapToLong(SplitResult::rows).sum(),
                                first.stream()
                                        .mapToLong(SplitResult::rejectedCount)
                                        .sum());
                input.commit(coordinator.published().batch());
                coordinator.republish(input.name());
            }
        });
    }

    private void countFirst(Input input, SplitResult result) {
        input.count(result.rows(), result.rejectedCount());
        if (!result.rejected().isEmpty()) {
            // at once: whoever waits for the query to catch up sees them
            take(input.name() + SideRelations.ERRORS, SideRows.errors(coordinator.nextTime(), result.rejected()));
        }
    }

    @Override
    public Piece plan(
            RunningQuery query, BooleanSupplier wanted, Supplier<Piece> plan, Function<Piece, PiecePlan> written) {
        if (!Backfills.isOfSink(query)) {
            return plan.get();
        }
        return driver.call(() -> {
            if (!wanted.getAsBoolean()) {
                throw new MillraceException(
                        ErrorCode.QUERY_CANCELLED, "\"" + query.name() + "\" has to catch up no more");
            }
            Piece piece = plan.get();
            if (isWritten(query)) {
                coordinator.history().piece(query.name(), written.apply(piece));
            }
            return piece;
        });
    }

    /** What is made to take the place of another gives its sink nothing before that: all it has collected is written down then. */
    private boolean isWritten(RunningQuery query) {
        return coordinator.history().isKept() && !Relations.isSuccessor(query.name());
    }

    @Override
    public void give(
            RunningQuery query, BooleanSupplier wanted, Map<String, Long> reached, long batch, List<Page> rows) {
        if (!Backfills.isOfSink(query)) {
            if (!rows.isEmpty()) {
                query.target().deliver(batch, rows);
            }
            return;
        }
        boolean written = driver.call(() -> {
            if (wanted.getAsBoolean() && isWritten(query)) {
                Map<String, InputTime> times = new HashMap<>();
                reached.forEach((name, watermark) -> times.put(name, new InputTime(watermark, false)));
                coordinator.history().pieceDone(query.name(), times, DeltaDigest.of(query.numberFor(batch), rows));
                return true;
            }
            if (wanted.getAsBoolean()) {
                query.target().deliver(batch, rows);
            }
            return false;
        });
        if (written) {
            coordinator.history().settle();
            query.target().deliver(batch, rows);
        }
    }

    @Override
    public void side(RunningQuery query, String relation, Page rows) {
        if (coordinator.isHeld()) {
            again.give(query, relation, rows);
        } else {
            offer(query.name() + relation, rows);
        }
    }

    @Override
    public boolean goesOn() {
        return !coordinator.isHeld();
    }

    /** Rows for a relation of late or failed rows; the next batch takes them. */
    void offer(String name, Page rows) {
        offering.incrementAndGet();
        driver.submit(() -> {
            offering.decrementAndGet();
            take(name, rows);
        });
    }

    /** By the driver's thread. */
    private void take(String name, Page rows) {
        Optional.ofNullable(relations.input(name))
                .ifPresent(input -> input.inbound().offer(rows));
    }

    /** Whether late or failed rows are on their way that no checkpoint would have. */
    boolean isOffering() {
        return offering.get() > 0;
    }

    /** What happens beside batches that are run again. */
    BesideAgain again() {
        return again;
    }

    /** All batches were run again: what none of them has taken is given to the next. */
    void endReplay() {
        again.rest().forEach((name, pages) -> pages.forEach(page -> offer(name, page)));
        again.counted().forEach(read -> countRead(read.input(), read.splits()));
        again.clear();
    }
}
