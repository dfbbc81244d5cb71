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
import io.millrace.engine.view.StreamLog;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final List<String> SUFFIXES = List.of("", SideRelations.ERRORS, SideRelations.LATE);

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
                new Beginning(query, backfill),
                () -> new QueryTarget.ToSink(deliveries.prepare(next)),
                Optional.empty(),
                cancellation);
        try {
            sink.ifPresent(opening -> deliveries.handOver(old, next, opening, Removal.GRACE));
        } catch (RuntimeException | Error e) {
            drop(List.of(query.name()));
            throw e;
        }
    }

    /** Removes what was to take the place of others; each name after those that it reads. */
    public void drop(List<String> names) {
        List<String> successors =
                new ArrayList<>(names.stream().map(Succession::nameOf).toList());
        Collections.reverse(successors);
        removal.drop(successors);
    }

    /**
     * Starts the query of a view or derived stream anew, beside itself, because of what is about to change in what it reads.
     *
     * @param old its name
     * @param beside the relations that it reads which have successors: it reads these
     * @throws MillraceException also when it would not have all rows that it has now, or is not to run
     */
    public void startFollower(String old, Query query, Set<String> beside, Cancellation cancellation) {
        thread.call(() -> {
            checkFollows(old);
            return null;
        });
        Map<String, String> names = new HashMap<>();
        for (String suffix : SUFFIXES) {
            beside.forEach(name -> names.put(name + suffix, nameOf(name) + suffix));
        }
        queries.start(
                nameOf(query.name()),
                new Beginning(query, true, names),
                () -> {
                    throw new IllegalArgumentException("sinks follow nobody");
                },
                Optional.empty(),
                cancellation);
    }

    private void checkFollows(String old) {
        if (coordinator.isHeld()) {
            return; // it did
        }
        RunningQuery running = relations.query(old);
        if (running == null) {
            throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + old + "\" was dropped");
        }
        if (running.suspended() || backfills.isCatchingUp(old)) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + old + "\" is suspended or catches up with what it reads; RESUME it and wait for that");
        }
        boolean forgotten = running.sources().stream()
                .map(source -> coordinator.published().relation(source.relation()))
                .anyMatch(read -> read.orElse(null) instanceof StreamLog.Snapshot log && log.firstSequence() > 0);
        if (!running.isWhole() || forgotten) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + old + "\" cannot be computed again because "
                            + (forgotten
                                    ? "a stream that it reads has forgotten its first rows"
                                    : "it began with what came after it was made"));
        }
    }

    /**
     * Lets what {@link #addInput}, {@link #startQuery} and {@link #startFollower} made take the place of what has the names, at once for
     * all who read.
     *
     * @param heirs each after what it reads; a sink is alone
     * @param text the statement, if it is to be written down
     * @param visible makes the new definitions visible, once nothing can fail any more
     * @throws MillraceException what made a new one fail; then the old ones are as they were, and the new ones are not there
     */
    public void replace(List<Heir> heirs, Optional<DefinitionText> text, Runnable visible) {
        Heir first = heirs.get(0);
        String next = nameOf(first.name());
        try {
            boolean done = false;
            while (!done) {
                Optional<RunningQuery> anew = queries.anew(next, first.name());
                done = thread.call(() -> replaceNow(heirs, text, visible, anew));
            }
        } catch (RuntimeException e) {
            drop(heirs.stream().map(Heir::name).toList());
            throw e;
        }
        coordinator.history().settle();
        deliveries.succeed(first.old(), next, first.name());
        removal.awaitClosed(Removal.GRACE);
    }

    /**
     * Does that between two batches.
     *
     * @param anew the query once more, when it has a sink and does not take part in the batches
     * @return false when it should have been given
     */
    private boolean replaceNow(
            List<Heir> heirs, Optional<DefinitionText> text, Runnable visible, Optional<RunningQuery> anew) {
        Heir first = heirs.get(0);
        String next = nameOf(first.name());
        boolean behind = backfills.ofSink(next).isPresent();
        if (behind && anew.isEmpty()) {
            return false;
        }
        Optional<RunningQuery> begins = anew.filter(unused -> behind);
        try {
            heirs.forEach(heir -> checkMade(nameOf(heir.name())));
            visible.run();
            takeNames(heirs);
        } catch (RuntimeException e) {
            anew.ifPresent(RunningQuery::closeState);
            throw e;
        }
        anew.filter(unused -> !behind).ifPresent(RunningQuery::closeState);
        if (begins.isPresent()) {
            queries.forgetSides(first.name());
            coordinator.history().removed(List.of(next));
        }
        Map<Long, List<Page>> collected = deliveries.number(first.old(), next, !behind);
        text.ifPresent(coordinator.history()::defined);
        backfills.succeeded(first.name(), collected, begins);
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

    /** Removes the old ones and gives their names to the new. */
    private void takeNames(List<Heir> heirs) {
        Set<String> changed = new LinkedHashSet<>();
        backfills.beginToLeave(heirs.get(0).old());
        try {
            for (int i = heirs.size() - 1; i >= 0; i--) {
                changed.addAll(leave(heirs.get(i).old()));
            }
            for (Heir heir : heirs) {
                for (String suffix : SUFFIXES) {
                    String next = nameOf(heir.name()) + suffix;
                    String name = heir.name() + suffix;
                    relations.rename(next, name);
                    backfills.rename(next, name);
                    changed.addAll(List.of(next, name));
                }
            }
            coordinator.republish(List.copyOf(changed));
        } finally {
            backfills.endToLeave();
        }
    }

    private List<String> leave(String old) {
        List<String> changed = new ArrayList<>();
        for (String suffix : SUFFIXES) {
            changed.addAll(removeOld(old + suffix, removal::query));
            changed.addAll(removeOld(old + suffix, removal::input));
            changed.add(old + suffix);
        }
        return changed;
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
