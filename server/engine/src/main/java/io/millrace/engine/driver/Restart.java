package io.millrace.engine.driver;

import io.millrace.codec.Decoder;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.History;
import io.millrace.engine.input.Input;
import io.millrace.engine.time.BatchClock;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.error.MillraceException;
import java.util.Collection;
import java.util.Optional;

/**
 * Cuts a server for checkpoints, and puts one back to where it was: {@link #begin}, definitions, {@link #restore}, what happened after that,
 * {@link #end}.
 *
 * <p>May be used by any thread; one at a time recovers.
 */
public final class Restart {

    /** Where the history of a new server begins. */
    private static final long FIRST = 1;

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final BatchClock clock;
    private final Backfills backfills;
    private final Deliveries deliveries;
    private final Recovery recovery;
    private final ServerState state;
    private final Landings landings;
    /** During a recovery: whether the clock is to run when it has ended. */
    private boolean clockRuns = true;

    Restart(
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            BatchClock clock,
            Backfills backfills,
            Deliveries deliveries,
            Recovery recovery,
            ServerState state,
            Landings landings) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.clock = clock;
        this.backfills = backfills;
        this.deliveries = deliveries;
        this.recovery = recovery;
        this.state = state;
        this.landings = landings;
    }

    /**
     * Lets the server do nothing by itself until {@link #end}: no batch runs unless somebody asks for it, no source is opened
     * or asked, no sink is called. To be called before anything is defined.
     *
     * @param state whether what is defined next gets its state from a checkpoint: then nothing is read for it
     */
    public void begin(boolean state) {
        thread.call(() -> {
            recovery.begin(state);
            clock.hold();
            coordinator.hold(state);
            deliveries.hold();
            return null;
        });
    }

    /**
     * What the server holds after the newest batch, for a checkpoint. Costs little, and batches go on while it is written.
     *
     * <p>To be called where no relation comes, goes or changes meanwhile but by whoever calls.
     *
     * @param names of the streams, tables, views and sinks that are defined
     * @return empty when it cannot be had right now, though soon: a query is within a piece of its catching up, or rows of the server's
     *     own wait for the next batch, or something that is made together has not landed
     */
    public Optional<DriverCut> cut(Collection<String> names) {
        return thread.call(() -> landings.isOpen()
                ? Optional.empty()
                : state.cut(names, coordinator.history().position()));
    }

    /**
     * Puts what was cut into what is defined, after {@link #begin} with state; then what came after the checkpoint can be done
     * again.
     *
     * @throws MillraceException when the checkpoint does not fit what is defined, or the settings; nothing can be used then
     */
    public void restore(Decoder facts, StoredContents contents) {
        thread.call(() -> {
            state.restore(facts, contents);
            clockRuns = !clock.manual();
            clock.hold();
            recovery.restored();
            return null;
        });
    }

    /** How many partitions queries have that are made next. */
    public int partitions() {
        return thread.call(coordinator::partitions);
    }

    /** Queries that are made from now on have another number of them; during a recovery. */
    public void partitions(int number) {
        thread.call(() -> {
            coordinator.partitions(number);
            return null;
        });
    }

    /**
     * Opens sources, lets sinks have what waits for them, and runs batches from now on.
     *
     * @param history where all that happens is written down
     * @param partitions of queries that are made from now on
     */
    public void end(History history, int partitions) {
        thread.call(() -> {
            coordinator.history(history, thread::signal);
            if (history.position() == FIRST || partitions != coordinator.partitions()) {
                history.partitions(partitions);
                coordinator.partitions(partitions);
            }
            coordinator.endReplay();
            landings.tellRemoved();
            coordinator.owed().tell();
            deliveries.follow(history.epoch(), history::sinkDone);
            relations.inputs().forEach(Input::recall);
            recovery.end();
            deliveries.release(coordinator.owed().names());
            coordinator.release();
            backfills.held().end();
            return null;
        });
        thread.signal();
    }

    /** The same with as many partitions as before. */
    public void end(History history) {
        end(history, partitions());
    }

    /** Does again what was written down, during a recovery. */
    public Replay replay(Replay.Statements statements) {
        return new Replay(
                relations, coordinator, thread, clock, backfills.held(), deliveries, landings, clockRuns, statements);
    }
}
