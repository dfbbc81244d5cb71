package io.millrace.engine.driver.batch;

import io.millrace.codec.Decoder;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.pace.Starvation;
import io.millrace.engine.input.Input;
import io.millrace.engine.owed.OwedBatch;
import io.millrace.engine.owed.OwedItem;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets those that wait for a source run the batches that they are owed, once it is there. Used by the driver's thread. */
public final class OwedRuns {

    private static final Logger log = LoggerFactory.getLogger(OwedRuns.class);

    /** How long batches that are owed may be run before others. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Relations relations;
    private final Waiting waiting;
    private final BatchReplay replay;
    private final BatchCoordinator coordinator;
    private Consumer<Set<String>> afterWaiting = names -> {};
    private OwedEvents events;
    private Runnable afterShowing = () -> {};
    private final Starvation starvation = new Starvation();
    /** What has changed in batches that were owed, and nobody sees yet. */
    private final Set<String> unshown = new HashSet<>();

    private long unshownSince;

    OwedRuns(Relations relations, Waiting waiting, BatchReplay replay, BatchCoordinator coordinator) {
        this.relations = relations;
        this.waiting = waiting;
        this.replay = replay;
        this.coordinator = coordinator;
    }

    /** What is told what has waited for a source and does no more; set before the first batch. */
    public void afterwards(Consumer<Set<String>> listener) {
        afterWaiting = listener;
    }

    /** What does again what happened to queries that wait; set before the first batch. */
    public void events(OwedEvents listener) {
        events = listener;
        waiting.whenBegun(batch -> events.moreWaits());
    }

    /** What is told that something can be seen which had been owed; set before the first batch. */
    public void whenShown(Runnable listener) {
        afterShowing = listener;
    }

    /** Whether something that a query reads waits, or has run what it was owed and that cannot be seen yet. */
    public boolean concerns(RunningQuery query) {
        List<String> names = query.sources().stream().map(Source::relation).toList();
        return relations.waiting(names.stream()).isPresent() || names.stream().anyMatch(unshown::contains);
    }

    /**
     * A relation was dropped.
     *
     * @return the greatest number under which it was given rows as a sink, which it has perhaps had; 0 when there is none
     */
    public long forget(String name) {
        long newest = waiting.owed().newestNumber(name);
        waiting.forget(name);
        return newest;
    }

    /** The rows of a relation that does not wait have another form. */
    public void reshape(String relation, RowType rowType, UnaryOperator<Page> rows) {
        waiting.owed().reshape(relation, rowType, rows);
    }

    /** Something got another name. */
    public void rename(String name, String other) {
        waiting.rename(name, other);
    }

    /** Whether something waits. */
    public boolean isOwed(String name) {
        return waiting.isOwed(name);
    }

    /** Whether it has waited since a batch, or one before it. */
    public boolean isOwed(String name, long batch) {
        return waiting.isOwn(name, batch);
    }

    /** Whether a query reads something that waits. */
    public boolean isReadBy(RunningQuery query) {
        return waiting.concerns(query);
    }

    /** What a query needs of a source cannot be read: the source waits from the next batch on, with all that reads it. */
    public void await(Input input) {
        if (!waiting.holds(input)) {
            waiting.begin(input, coordinator.published().batch() + 1);
        }
    }

    /** From the next batch on a query waits that takes no part in batches. */
    public void await(RunningQuery query) {
        waiting.begin(query, coordinator.published().batch() + 1);
    }

    /** The queries that take no part in batches that are owed, at the moment that is run next. */
    public Set<String> left() {
        return waiting.left();
    }

    /** Something happened to a query that waits, after the newest batch. */
    public void happened(OwedMoment.Kind kind, RunningQuery query, Optional<PiecePlan> read) {
        waiting.add(moment(kind, query, read.filter(unused -> kind != OwedMoment.Kind.PIECE)));
    }

    /** A query that waits failed, after the newest batch. */
    public void failed(RunningQuery query, MillraceException cause) {
        waiting.add(moment(OwedMoment.Kind.FAILED, query, Optional.empty()).because(cause));
    }

    /** Whether a query that waits has failed when all was done that is owed to it. */
    public boolean failsAtLast(String query) {
        return waiting.owed().isLast(OwedMoment.Kind.FAILED, query);
    }

    /** The query of a sink that waits was about to read a piece. */
    public void piece(String query, PiecePlan plan) {
        waiting.add(new OwedMoment(OwedMoment.Kind.PIECE, query, plan, Map.of(), Optional.empty()));
    }

    /** It has run that. */
    public void pieceDone(String query, Map<String, InputTime> times, Given given) {
        waiting.owed().pieceDone(query, times, given);
    }

    /** Whether it is owed to a query that waits. */
    public boolean has(OwedMoment.Kind kind, String query) {
        return waiting.owed().has(kind, query);
    }

    /** Whether there was more than may be owed: what waits is given up. */
    public boolean isTooMuch() {
        return waiting.owed().isTooMuch();
    }

    private OwedMoment moment(OwedMoment.Kind kind, RunningQuery query, Optional<PiecePlan> read) {
        return new OwedMoments(relations, coordinator).now(kind, query, read);
    }

    /** The names of all that wait for a source. */
    public Set<String> names() {
        return waiting.names();
    }

    /** The history says that these wait from there on. */
    public void told(Set<String> names) {
        waiting.told(names);
    }

    /** The history says that these wait no more. */
    public void toldNoMore(Set<String> names) {
        waiting.toldNoMore(names);
    }

    /** All batches of the history were run again: from now on it tells what waits. */
    public void tell() {
        Set<String> news = waiting.names();
        news.removeAll(waiting.told());
        if (!news.isEmpty()) {
            log.warn("these wait until what they read can be read again: {}", text(news));
            coordinator.history().waiting(news);
            waiting.told(news);
        }
        Set<String> over = waiting.told();
        over.removeAll(waiting.names());
        if (!over.isEmpty()) {
            coordinator.history().resumed(over);
            waiting.toldNoMore(over);
        }
        pauseSinks();
        coordinator.republish(waiting.names());
    }

    /**
     * A sink gets nothing before all is paid. What it has perhaps had it must get under the same numbers, and that is no more than may wait for
     * a sink. Of what comes from now on it has had nothing: its query pauses, and catches up as the sink takes its rows.
     */
    private void pauseSinks() {
        for (RunningQuery query : waiting.queries()) {
            if (query.query().output() == Query.Output.SINK && !query.failed() && waiting.takesPartAtLast(query)) {
                coordinator.history().paused(query.name());
                happened(OwedMoment.Kind.PAUSED, query, Optional.empty());
            }
        }
    }

    private static String text(Set<String> names) {
        return names.stream().filter(name -> !SideRelations.isSide(name)).collect(Collectors.joining(", "));
    }

    /** What a checkpoint has of what waits; empty when it is just about to be shown, or given up. */
    public Optional<CheckpointCut> cut() {
        boolean settled = unshown.isEmpty() && !waiting.owed().isTooMuch() && !(waiting.any() && events.isHalf());
        return settled ? Optional.of(waiting.cut()) : Optional.empty();
    }

    /** Takes over what was cut, when all relations are there. */
    public void restore(Decoder in, StoredContents contents) throws IOException {
        waiting.restore(in, contents);
    }

    /** Whether something has changed that nobody sees yet. */
    boolean isUnshown() {
        return !unshown.isEmpty();
    }

    /** When it is tried again to run what is owed, in nanoseconds from now. */
    long nanosToWork(long poll) {
        return waiting.any()
                ? sources().mapToLong(input -> input.health().retryIn()).reduce(poll, Math::max)
                : Long.MAX_VALUE;
    }

    /** Those of which the oldest batch that is owed reads something, whether they wait themselves or not. */
    private Stream<Input> sources() {
        return waiting.owed().oldest().stream()
                .flatMap(item -> item.sources().stream())
                .map(relations::input)
                .filter(Objects::nonNull);
    }

    /** Whether what waits can go on: nothing is owed to it any more, or the sources of the oldest batch that is owed answer. */
    boolean isDue() {
        if (!waiting.any() || events.isBusy()) {
            return false;
        }
        if (waiting.owed().isTooMuch()) {
            giveUp(new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "a source could not be read since a restart, and meanwhile more rows came of other relations than"
                            + " stream.retention allows to keep"));
            return false;
        }
        return sources()
                .allMatch(
                        input -> input.waits() ? answers(input) : input.health().retryIn() == 0);
    }

    private boolean answers(Input input) {
        return !input.suspended()
                && input.health().retryIn() == 0
                && input.reading()
                        .flatMap(source ->
                                source.next(input.offsets(), coordinator.pace().next()))
                        .isPresent();
    }

    /** Runs some of what is owed; whether something came of it, which is shown with the next batch. */
    boolean run() {
        long end = System.nanoTime() + MOST_NANOS;
        boolean runs = true;
        while (runs && waiting.owed().oldest().isPresent() && System.nanoTime() < end) {
            OwedItem oldest = waiting.owed().oldest().get();
            runs = oldest instanceof OwedMoment moment ? run(moment) : run((OwedBatch) oldest);
        }
        if (waiting.owed().oldest().isEmpty()) {
            end();
        }
        return isUnshown();
    }

    /** The same for a moment; what takes long is done beside the batches. */
    private boolean run(OwedMoment moment) {
        RunningQuery query = relations.query(moment.query());
        if (query == null || (query.failed() && moment.kind() != OwedMoment.Kind.AGAIN)) {
            waiting.owed().removeOldest();
            return true;
        }
        Published seen = new OwedMoments(relations, coordinator)
                .seen(moment, query, (name, batch) -> waiting.isOwn(name, batch + 1)); // it is after that batch
        OwedEvents.Outcome outcome = events.run(moment, query, seen);
        switch (outcome) {
            case DONE -> done(moment);
            case AWAY -> sources().forEach(this::noticeAway);
            case BUSY -> {}
        }
        return outcome == OwedEvents.Outcome.DONE;
    }

    private void noticeAway(Input input) {
        coordinator.failures().notice(input, events.failure());
    }

    /** What was begun beside the batches has ended; driver's thread. */
    public void ended(OwedEvents.Outcome outcome, OwedMoment moment) {
        boolean oldest = waiting.owed().oldest().filter(moment::equals).isPresent();
        if (oldest && outcome == OwedEvents.Outcome.DONE) {
            done(moment);
        } else if (oldest) {
            sources().forEach(this::noticeAway);
        }
    }

    private void done(OwedMoment moment) {
        waiting.owed().removeOldest();
        switch (moment.kind()) {
            case BEGUN, RESUMED, JOINED, AGAIN -> {
                if (events.takesPart(moment)) {
                    waiting.join(moment.query(), moment.then().batch() + 1);
                }
            }
            case SUSPENDED, PAUSED, FAILED -> waiting.leave(moment.query());
            case PIECE -> {}
        }
        unshown.add(moment.query());
        unshownSince = coordinator.nextTime().batch();
    }

    /** By how much a relation that does not wait has changed since the moment that is run now. */
    public List<Page> changesSince(String relation) {
        return waiting.owed().changes(relation);
    }

    /** A failure costs those to whom it is owed, and nobody else. */
    private boolean run(OwedBatch owed) {
        try {
            boolean ran = runs(owed);
            starvation.over();
            return ran;
        } catch (OutOfMemoryError e) {
            if (starvation.mayRunAgain()) {
                starvation.rest();
            } else {
                giveUp(e);
            }
        } catch (RuntimeException | Error e) {
            log.error("a batch that was owed to what waits for a source failed", e);
            giveUp(e);
        } finally {
            relations.changed(); // who reads what may have been looked up while these took part
        }
        return false;
    }

    private boolean runs(OwedBatch owed) {
        Optional<BatchRun> run = replay.runOwed(owed, coordinator.nextTime().batch(), coordinator.failures()::notice);
        if (run.isEmpty()) {
            return false;
        }
        BatchRun batch = run.get();
        Map<RunningQuery, OutboxRows> forSinks = replay.forSinks(batch, owed);
        batch.commit();
        batch.reads().forEach(input -> input.health().succeeded());
        waiting.owed().removeOldest();
        forSinks.forEach((query, rows) ->
                query.target().deliverAgain(rows.number(), rows.rows().pages()));
        Map<String, List<Page>> own = new HashMap<>(batch.deltas());
        own.keySet().removeAll(owed.commit().outboxes().keySet());
        coordinator.tellChanges(own);
        events.noteChanges(batch.deltas(), own, batch.plan());
        batch.rest();
        coordinator.failures().notice();
        batch.changed().forEach(input -> unshown.add(input.name()));
        batch.queries().forEach(query -> unshown.add(query.name()));
        unshownSince = coordinator.nextTime().batch();
        return true;
    }

    private void end() {
        events.end();
        Set<String> names = waiting.end();
        if (!names.isEmpty()) {
            log.info("these have read what they waited for: {}", text(names));
            coordinator.history().resumed(names);
        }
        waiting.toldNoMore(names);
        afterWaiting.accept(names);
        unshown.addAll(names);
        unshownSince = coordinator.nextTime().batch();
    }

    /** What waits never gets what it is owed. */
    private void giveUp(Throwable cause) {
        MillraceException error = cause instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", cause);
        events.giveUp();
        waiting.queries().forEach(query -> {
            query.fail(cause);
            coordinator.failures().notice(query, cause);
        });
        waiting.inputs().stream().filter(input -> input.table().isPresent()).forEach(input -> input.lose(error));
        end();
    }

    /** Shows what has changed in batches that were owed, once there is a batch that it belongs to. */
    void show() {
        if (!unshown.isEmpty() && coordinator.newest() >= unshownSince) {
            Set<String> names = Set.copyOf(unshown);
            unshown.clear();
            coordinator.republish(names);
            afterShowing.run();
        }
    }
}
