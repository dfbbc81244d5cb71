package io.millrace.engine.driver;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does again, in its order, what a {@link History} has of a server, so that this one is the same. Definitions are executed as they were;
 * batches are run as they were planned; nothing is delivered to sinks, and nothing is written down.
 *
 * <p>Used by one thread, between {@link Restart#begin} and {@link Restart#end}: what happened, then {@link #end}.
 */
public final class Replay {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final Backfills backfills;
    private final Deliveries deliveries;
    private boolean clockRuns;

    Replay(
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            BatchClock clock,
            Backfills backfills,
            Deliveries deliveries,
            boolean clockRuns) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.clock = clock;
        this.backfills = backfills;
        this.deliveries = deliveries;
        this.clockRuns = clockRuns;
    }

    /**
     * Runs a batch.
     *
     * @throws MillraceException SOURCE_FAILED when what it read cannot be read any more
     */
    public void batch(BatchPlan plan, BatchCommit commit) {
        onThread(() -> coordinator.replay(plan, commit));
        commit.outboxes()
                .forEach((sink, outbox) -> deliveries.offerAgain(
                        sink, outbox.number(), outbox.rows().pages()));
    }

    /** A query had failed. */
    public void failed(String query, MillraceException cause) {
        onThread(() -> {
            RunningQuery running = relations.query(query);
            if (running != null) {
                running.fail(cause);
                coordinator.noticeFailure(running, cause);
            }
        });
    }

    /** The query of a sink had been taken out of the batches. */
    public void paused(String query) {
        onThread(() -> backfills.replayPause(query));
    }

    /** The query of a sink had caught up with the batches. */
    public void joined(String query) {
        onThread(() -> backfills.replayJoin(query));
    }

    /** An input had moved on without a batch. */
    public void passed(String name, List<Split> splits, boolean ended, long timestamp) {
        onThread(() -> onInput(name, input -> {
            input.ahead().begin(splits, timestamp);
            input.advance(splits);
            if (ended) {
                input.end();
            }
        }));
    }

    /** Records of an input had been counted that was read beside the batches. */
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

    /** The clock had been stopped, moved or let go. */
    public void clock(boolean manual, long millis) {
        clockRuns = !manual;
        onThread(() -> clock.moveTo(Math.max(millis, clock.millis())));
    }

    /** Rows had been given to a sink beside the batches. */
    public void sinkRows(String sink, long number, List<Page> rows) {
        deliveries.offerAgain(sink, number, rows);
    }

    /** A sink had everything up to a number. */
    public void sinkDone(String sink, long number) {
        deliveries.deliveredAgain(sink, number);
    }

    /** All was done again: the clock goes on, or stands where it stood, and queries of sinks that had not caught up begin to. */
    public void end() {
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
