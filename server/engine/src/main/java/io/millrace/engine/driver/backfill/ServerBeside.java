package io.millrace.engine.driver.backfill;

import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.History;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What backfills need of the server beside which they run. */
final class ServerBeside implements Backfill.Surroundings {

    private final Engine engine;
    private final BatchClock clock;
    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread driver;

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
    public int partitions() {
        return engine.partitions();
    }

    @Override
    public Admission admission() {
        return coordinator.admission();
    }

    @Override
    public void countRead(Input input, Scan scan) {
        if (coordinator.isHeld()) {
            return; // was written down when it was counted
        }
        driver.submit(() -> {
            List<SplitResult> first = scan.results().stream()
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
            side(input.name() + SideRelations.ERRORS, SideRows.errors(coordinator.nextTime(), result.rejected()));
        }
    }

    @Override
    public void sinkRows(RunningQuery query, long batch, List<Page> rows) {
        if (Backfills.isOfSink(query) && !coordinator.isHeld()) {
            History history = coordinator.history();
            history.sinkRows(query.name(), query.outboxRows(batch, rows));
            history.settle();
        }
    }

    @Override
    public void side(String name, Page rows) {
        if (coordinator.isHeld()) {
            return; // was written down as rows of a batch
        }
        driver.submit(() -> Optional.ofNullable(relations.input(name))
                .ifPresent(input -> input.inbound().offer(rows)));
    }
}
