package io.millrace.engine.driver;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.HeldBackfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.History;
import io.millrace.engine.history.HistoryEvents;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Does again, in its order, what a {@link History} has of a server, so that this one is the same. Definitions are executed as they were;
 * batches are run as they were planned; nothing is delivered to sinks, and nothing is written down.
 *
 * <p>Used by one thread, between {@link Restart#begin} and {@link Restart#end}: what happened, then {@link #end}.
 */
public final class Replay implements HistoryEvents {

    /** Carries statements out, and takes back what they have made. */
    public interface Statements {

        void execute(DefinitionText text);

        void remove(List<String> names);
    }

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final HeldBackfills backfills;
    private final Deliveries deliveries;
    private final Landings landings;
    private final Statements statements;
    private boolean clockRuns;

    Replay(
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            BatchClock clock,
            HeldBackfills backfills,
            Deliveries deliveries,
            Landings landings,
            boolean clockRuns,
            Statements statements) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.clock = clock;
        this.backfills = backfills;
        this.deliveries = deliveries;
        this.clockRuns = clockRuns;
        this.landings = landings;
        this.statements = statements;
    }

    @Override
    public void defined(DefinitionText text) {
        statements.execute(text);
    }

    @Override
    public void removed(List<String> names) {
        statements.remove(names);
    }

    @Override
    public void batch(BatchPlan plan, BatchCommit commit) {
        Map<String, OutboxRows> forSinks = thread.call(() -> {
            plan.inputs()
                    .forEach((name, part) -> backfills.taken(
                            name,
                            part.pushed().stream()
                                    .mapToLong(pushed -> pushed.rows().rows())
                                    .sum()));
            plan.changes()
                    .forEach(change -> change.relations()
                            .forEach((name, rows) ->
                                    backfills.taken(name, rows.added().rows())));
            return coordinator.replay(plan, commit);
        });
        List<String> dropped = thread.call(landings::takeDropped);
        if (!dropped.isEmpty()) {
            statements.remove(dropped);
        }
        thread.call(landings::takeAltered).forEach(statements::execute);
        forSinks.forEach(this::give);
        commit.outboxes().forEach(this::give);
    }

    @Override
    public void landing(List<String> names) {
        onThread(() -> landings.told(names));
    }

    @Override
    public void failed(String query, MillraceException cause) {
        onThread(() -> {
            RunningQuery running = relations.query(query);
            if (!backfills.failed(query, cause) && running != null) {
                running.fail(cause);
                coordinator.failures().notice(running, cause);
            }
        });
    }

    @Override
    public void paused(String query) {
        onThread(() -> backfills.pause(query));
    }

    @Override
    public void joined(String query) {
        onThread(() -> backfills.join(query));
    }

    @Override
    public void waiting(Set<String> names) {
        onThread(() -> coordinator.owed().told(names));
    }

    @Override
    public void resumed(Set<String> names) {
        onThread(() -> coordinator.owed().toldNoMore(names));
    }

    @Override
    public void passed(String name, List<Split> splits, boolean ended, long timestamp) {
        onThread(() -> onInput(name, input -> {
            input.ahead().begin(splits, timestamp);
            input.advance(splits);
            if (ended) {
                input.end();
            }
        }));
    }

    @Override
    public void counted(String name, List<Split> splits, long rows, long rejected) {
        onThread(() -> onInput(name, input -> {
            splits.forEach(input::firstReading);
            input.count(rows, rejected);
        }));
    }

    private void onInput(String name, Consumer<Input> change) {
        Optional.ofNullable(relations.input(name)).ifPresent(input -> {
            change.accept(input);
            input.commit(coordinator.published().batch());
            coordinator.republish(name);
        });
    }

    @Override
    public void partitions(int number) {
        onThread(() -> coordinator.partitions(number));
    }

    @Override
    public void clock(boolean manual, long millis) {
        clockRuns = !manual;
        onThread(() -> clock.moveTo(Math.max(millis, clock.millis())));
    }

    @Override
    public void piece(String query, PiecePlan plan) {
        onThread(() -> backfills.piece(query, plan));
    }

    @Override
    public void pieceDone(String query, Map<String, InputTime> times, Given given) {
        List<Page> rows = thread.call(() -> backfills.pieceDone(query, times, given));
        if (!rows.isEmpty()) {
            deliveries.offerAgain(query, given.number(), rows);
        }
    }

    @Override
    public void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows) {
        if (!times.isEmpty()) {
            onThread(() -> backfills.pieceDone(sink, times)); // written with its rows, by an earlier version
        }
        give(sink, rows);
    }

    private void give(String sink, OutboxRows rows) {
        if (rows.rows().rows() > 0) {
            deliveries.offerAgain(sink, rows.number(), rows.rows().pages());
        }
    }

    @Override
    public void sinkDone(String sink, long number) {
        deliveries.deliveredAgain(sink, number);
    }

    /** All was done again: what was being made together and has not landed goes; the clock goes on, or stands where it stood. */
    public void end() {
        List<String> unfinished = thread.call(landings::unfinished);
        if (!unfinished.isEmpty()) {
            statements.remove(unfinished);
            onThread(landings::removedUnfinished);
        }
        onThread(() -> {
            if (clockRuns) {
                clock.release();
            }
        });
    }

    private void onThread(Runnable change) {
        thread.call(() -> {
            change.run();
            return null;
        });
    }
}
