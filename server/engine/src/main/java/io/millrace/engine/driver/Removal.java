package io.millrace.engine.driver;

import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.input.Input;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes relations and queries out of the server; used by the driver's thread but for {@link #drop}, {@link #abandon} and {@link #awaitClosed}. */
final class Removal {

    /** How long sinks that work may take for what waits, and sources to close. */
    static final Duration GRACE = Duration.ofMillis(700);

    private static final Logger log = LoggerFactory.getLogger(Removal.class);

    /** How long who is cancelled waits until nothing is left of what he made. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Backfills backfills;
    private final Deliveries deliveries;
    private final Executor closing;
    private final Recovery recovery;
    private final Queue<CompletableFuture<Void>> closings = new ConcurrentLinkedQueue<>();

    /** @param closing closes sources, which may take as long as it likes */
    Removal(
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            Backfills backfills,
            Deliveries deliveries,
            Executor closing,
            Recovery recovery) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.backfills = backfills;
        this.deliveries = deliveries;
        this.closing = closing;
        this.recovery = recovery;
    }

    /** Removes all with these names and writes that down; returns when that is durable and they have closed, or had the time for it. */
    void drop(List<String> names) {
        try {
            thread.call(() -> {
                coordinator.history().removed(names);
                names.forEach(this::all);
                return null;
            });
            coordinator.history().settle();
        } finally {
            deliveries.drop(names, GRACE);
            awaitClosed(GRACE);
        }
    }

    /** Whatever has the name, with the relations that belong to it; nothing when it is unknown. */
    void all(String name) {
        coordinator.forgetEarlyRows(name);
        List<String> names = new ArrayList<>(query(name));
        names.addAll(input(name));
        names.addAll(input(name + SideRelations.ERRORS));
        names.addAll(input(name + SideRelations.LATE));
        coordinator.republish(names);
    }

    /** Ends the query of that name, if there is one; answers what now stands in another way, to be published by the caller. */
    List<String> query(String name) {
        Optional<RunningQuery> query = Optional.ofNullable(relations.query(name));
        deliveries.restoreUsed(coordinator.owed().forget(name));
        relations.removeQuery(name);
        Optional<RunningQuery> closing = backfills.cancel(name);
        query.filter(known -> closing.filter(known::equals).isEmpty()).ifPresent(RunningQuery::close);
        List<String> names = new ArrayList<>(List.of(name));
        // which nobody may read any more: then they move on only when a statement asks
        query.or(() -> closing).ifPresent(known -> known.sources().forEach(source -> names.add(source.relation())));
        return names;
    }

    /** The same for an input. */
    List<String> input(String name) {
        if (relations.input(name) == null) {
            return List.of();
        }
        coordinator.owed().forget(name);
        return form(name);
    }

    /** The same for an input whose place another form of it takes: those that wait are still owed what it had. */
    List<String> form(String name) {
        Input input = relations.input(name);
        relations.removeInput(name);
        input.inbound().close(new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped"));
        input.definition().source().ifPresent(source -> end(name, source));
        input.release();
        return List.of(name);
    }

    /** Begins to end the source of what is dropped. What was dropped before a restart has been ended then. */
    private void end(String name, ConnectorSource source) {
        close(name, recovery.isRunning() ? source::close : source::drop);
    }

    /** Begins to close a source that may be opened again; what it throws is its own affair. */
    void close(String name, ConnectorSource source) {
        close(name, source::close);
    }

    private void close(String name, Runnable ending) {
        closings.add(CompletableFuture.runAsync(ending, closing).exceptionally(e -> {
            log.warn("closing the source of {} failed", name, e);
            return null;
        }));
    }

    /** Waits for sources that are being closed, so that what they held can be had again; those that hang are left alone. */
    void awaitClosed(Duration grace) {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (CompletableFuture<Void> one = closings.poll(); one != null; one = closings.poll()) {
            waiting.add(one);
        }
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Removes what did not come into being; waits for that only as long as whoever was cancelled has patience. */
    void abandon(String name) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        thread.submit(() -> {
            try {
                coordinator.history().removed(List.of(name));
                all(name);
            } finally {
                gone.complete(null);
            }
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            thread.await(gone, () -> {
                if (System.nanoTime() > deadline) {
                    throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the driver is busy");
                }
            });
        } catch (MillraceException e) {
            log.info("{} is removed as soon as the batch that runs has ended", name);
        }
    }
}
