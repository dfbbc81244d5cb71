package io.millrace.engine.driver;

import io.millrace.dstream.query.Query;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what is made beside a relation or query take its place and name, at the border between two batches: until then the old one
 * goes on, and when the new one fails it never stopped. Any thread may call it.
 */
public final class Succession {

    private static final Logger log = LoggerFactory.getLogger(Succession.class);

    private final Relations relations;
    private final Backfills backfills;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final StandingInputs inputs;
    private final StandingQueries queries;
    private final Deliveries deliveries;
    private final Removal removal;

    Succession(
            Relations relations,
            Backfills backfills,
            BatchCoordinator coordinator,
            DriverThread thread,
            StandingInputs inputs,
            StandingQueries queries,
            Deliveries deliveries,
            Removal removal) {
        this.relations = relations;
        this.backfills = backfills;
        this.coordinator = coordinator;
        this.thread = thread;
        this.inputs = inputs;
        this.queries = queries;
        this.deliveries = deliveries;
        this.removal = removal;
    }

    /** The name that a successor has while it is made. */
    private static String nameOf(String name) {
        return name + Relations.SUCCESSOR;
    }

    /** Adds a stream or table beside one of the same name, which it will {@link #replace}. */
    public void addInput(InputDefinition definition, Cancellation cancellation) {
        inputs.add(nameOf(definition.name()), definition, Optional.empty(), cancellation);
    }

    /**
     * Starts a continuous query beside another, which it will {@link #replace}; a sink gets no rows until then, and the old one
     * none from the return of this on.
     *
     * @param old the name of the other
     * @param sink opens the sink of a query that has one
     * @throws MillraceException as {@link Driver#startQuery}, and when the sink cannot be opened
     */
    public void startQuery(
            String old, Query query, boolean backfill, Optional<Supplier<Sink>> sink, Cancellation cancellation) {
        String next = nameOf(query.name());
        queries.start(
                next,
                query,
                backfill,
                () -> new QueryTarget.ToSink(deliveries.prepare(next)),
                Optional.empty(),
                cancellation);
        try {
            sink.ifPresent(opening -> deliveries.handOver(old, next, opening, Removal.GRACE));
        } catch (RuntimeException | Error e) {
            drop(query.name());
            throw e;
        }
    }

    /** Removes what was to take the place of another. */
    public void drop(String name) {
        removal.drop(List.of(nameOf(name)));
    }

    /**
     * Lets what {@link #addInput} or {@link #startQuery} made take the place of what has the name, at once for all who read.
     *
     * @param old the name of that, which may differ from the new one's in case
     * @param text the statement, if it is to be written down
     * @param visible makes the new definition visible, once nothing can fail any more
     * @throws MillraceException what made the new one fail; then the old one is as it was, and the new one is not there
     */
    public void replace(String old, String name, Optional<DefinitionText> text, Runnable visible) {
        String next = nameOf(name);
        try {
            boolean done = false;
            while (!done) {
                Optional<RunningQuery> anew = queries.anew(next, name);
                done = thread.call(() -> replaceNow(old, name, text, visible, anew));
            }
        } catch (RuntimeException e) {
            drop(name);
            throw e;
        }
        coordinator.history().settle();
        deliveries.succeed(old, next, name);
        removal.awaitClosed(Removal.GRACE);
    }

    /**
     * Does that between two batches.
     *
     * @param anew the query once more, when it has a sink and does not take part in the batches
     * @return false when it should have been given
     */
    private boolean replaceNow(
            String old, String name, Optional<DefinitionText> text, Runnable visible, Optional<RunningQuery> anew) {
        String next = nameOf(name);
        boolean behind = backfills.ofSink(next).isPresent();
        if (behind && anew.isEmpty()) {
            return false;
        }
        Optional<RunningQuery> begins = anew.filter(unused -> behind);
        try {
            checkMade(next);
            visible.run();
            takeNames(old, name);
        } catch (RuntimeException e) {
            anew.ifPresent(RunningQuery::closeState);
            throw e;
        }
        anew.filter(unused -> !behind).ifPresent(RunningQuery::closeState);
        if (begins.isPresent()) {
            queries.forgetSides(name);
            coordinator.history().removed(List.of(next));
        }
        Map<Long, List<Page>> collected = deliveries.number(old, next, !behind);
        text.ifPresent(coordinator.history()::defined);
        backfills.succeeded(name, collected, begins);
        return true;
    }

    /** Throws what made a successor fail. */
    private void checkMade(String next) {
        Optional.ofNullable(relations.query(next))
                .flatMap(RunningQuery::failure)
                .or(() -> backfills.failure(next))
                .filter(unused -> !coordinator.isHeld()) // it had not failed when it took the place
                .ifPresent(failure -> {
                    throw failure instanceof MillraceException known ? known : new IllegalStateException(failure);
                });
    }

    /** Removes the old one and gives its names to the new. */
    private void takeNames(String old, String name) {
        List<String> changed = new ArrayList<>();
        backfills.beginToLeave(old);
        try {
            for (String suffix : List.of("", SideRelations.ERRORS, SideRelations.LATE)) {
                changed.addAll(removeOld(old + suffix, removal::query));
                changed.addAll(removeOld(old + suffix, removal::input));
                relations.rename(nameOf(name) + suffix, name + suffix);
                backfills.rename(nameOf(name) + suffix, name + suffix);
                changed.addAll(List.of(old + suffix, nameOf(name) + suffix, name + suffix));
            }
            coordinator.republish(changed);
        } finally {
            backfills.endToLeave();
        }
    }

    /** What goes wrong with the old one does not harm the new. */
    private static List<String> removeOld(String name, Function<String, List<String>> remove) {
        try {
            return remove.apply(name);
        } catch (RuntimeException e) {
            log.warn("what was replaced under the name {} could not be closed", name, e);
            return List.of(name);
        }
    }
}
