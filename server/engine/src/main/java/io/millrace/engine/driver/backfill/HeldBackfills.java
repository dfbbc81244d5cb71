package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.History;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * While batches are run again: the queries of sinks that had not caught up do again what was written down of them, and go on when all
 * batches are through. Used by the driver's thread.
 */
public final class HeldBackfills {

    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final ServerBeside server;
    private final BackfillEnds ends;
    private final Consumer<Backfill> start;
    private final Map<String, Backfill> held = new ConcurrentHashMap<>();
    private OwedBackfills owed;
    /** What queries had read of sources that are about to be defined. */
    private final Map<String, PiecePlan> readThen = new HashMap<>();

    /** @param start lets one go on, on a thread of its own */
    HeldBackfills(
            Relations relations,
            BatchCoordinator coordinator,
            ServerBeside server,
            BackfillEnds ends,
            Consumer<Backfill> start) {
        this.relations = relations;
        this.coordinator = coordinator;
        this.server = server;
        this.ends = ends;
        this.start = start;
    }

    void add(Backfill backfill) {
        held.put(backfill.query().name(), backfill);
    }

    /** What a query had read of sources when it caught up first; told once. */
    Optional<PiecePlan> takeReadThen(String name) {
        return Optional.ofNullable(readThen.remove(name));
    }

    /** What does later what it cannot do before a source is there. */
    void owed(OwedBackfills backfills) {
        owed = backfills;
    }

    Collection<Backfill> all() {
        return held.values();
    }

    /** Gives one out that is held. */
    Optional<Backfill> release(String name) {
        return Optional.ofNullable(held.remove(name));
    }

    /** Does a pause again; see {@link History#paused}. */
    public void pause(String name) {
        RunningQuery query = relations.query(name);
        if (query != null && owed.waits(query)) {
            coordinator.owed().happened(OwedMoment.Kind.PAUSED, query, Optional.empty());
        } else if (query != null && !query.failed()) {
            relations.removeQuery(name);
            add(Backfill.paused(query, relations, new ServerThen(server)));
            ends.republish(query);
        }
    }

    /** Lets the query of a sink read a piece again; see {@link History#piece}. */
    public void piece(String name, PiecePlan plan) {
        Backfill backfill = held.get(name);
        if (isOwedToSink(name)) {
            coordinator.owed().piece(name, plan);
        } else if (backfill == null) {
            readThen.put(name, plan);
        } else if (backfill.pieces().planAgain(plan)) {
            noticeFailure(backfill);
        } else {
            owed.awaitsSink(backfill);
            coordinator.owed().piece(name, plan);
        }
    }

    /**
     * Lets the query of a sink finish that; see {@link History#pieceDone}. It fails when it does not give what it gave then.
     *
     * @return what it gives for its sink
     */
    public List<Page> pieceDone(String name, Map<String, InputTime> times, Given then) {
        Backfill backfill = Optional.ofNullable(held.get(name))
                .or(() -> owed.find(name).filter(begun -> begun.pieces().isOpen()))
                .orElse(null);
        if (backfill == null && isOwedToSink(name)) {
            coordinator.owed().pieceDone(name, times, then);
        }
        if (backfill == null) {
            return List.of();
        }
        List<Page> rows = backfill.pieces().finishAgain(reached(times), Optional.of(then));
        noticeFailure(backfill);
        return backfill.query().failed() ? List.of() : rows;
    }

    private boolean isOwedToSink(String name) {
        RunningQuery query = relations.query(name);
        return query != null && Backfills.isOfSink(query) && owed.waits(query);
    }

    /** The same where its rows were written down. */
    public void pieceDone(String name, Map<String, InputTime> times) {
        if (isOwedToSink(name)) {
            relations
                    .query(name)
                    .fail(new MillraceException(
                            ErrorCode.SOURCE_FAILED, "what the query had read before a restart cannot be read now"));
            coordinator.failures().notice();
        }
        Optional.ofNullable(held.get(name)).ifPresent(backfill -> {
            backfill.pieces().finishAgain(reached(times), Optional.empty());
            noticeFailure(backfill);
        });
    }

    private static Map<String, Long> reached(Map<String, InputTime> times) {
        Map<String, Long> reached = new HashMap<>();
        times.forEach((relation, time) -> reached.put(relation, time.watermark()));
        return reached;
    }

    /** The query of a sink had failed while it caught up, or one that waits for a source; false when it is none of these. */
    public boolean failed(String name, MillraceException cause) {
        RunningQuery query = relations.query(name);
        if (query != null && !query.failed() && owed.waits(query)) {
            coordinator.owed().failed(query, cause);
            return true;
        }
        Optional<Backfill> failed = Optional.ofNullable(held.get(name));
        failed.ifPresent(backfill -> {
            backfill.query().fail(cause);
            ends.fail(backfill, cause, false);
            held.remove(name);
        });
        return failed.isPresent();
    }

    private void noticeFailure(Backfill backfill) {
        backfill.query().failure().ifPresent(failure -> {
            held.remove(backfill.query().name());
            ends.fail(backfill, failure, true);
        });
    }

    /** A table cannot be read any more. */
    void failReaders(String table, MillraceException cause) {
        List.copyOf(held.values()).stream()
                .filter(backfill -> backfill.query().reads(table))
                .forEach(backfill -> {
                    backfill.query().fail(cause);
                    noticeFailure(backfill);
                });
    }

    /** Lets the query of a sink join the others as it had when batches were run first; see {@link History#joined}. */
    public void join(String name) {
        if (isOwedToSink(name)) {
            coordinator.owed().happened(OwedMoment.Kind.JOINED, relations.query(name), Optional.empty());
        }
        Optional.ofNullable(held.get(name)).ifPresent(backfill -> {
            backfill.pieces().catchUpAgain();
            noticeFailure(backfill);
            if (held.remove(name) != null) {
                ends.join(backfill);
                coordinator.joined(backfill.query());
            }
        });
    }

    /** What a batch takes of rows that queries have given beside the batches. */
    public void taken(String name, long rows) {
        server.again().took(name, rows);
    }

    /** All batches were run again: what had not caught up goes on to. */
    public void end() {
        server.endReplay();
        held.values().forEach(start);
        held.clear();
        readThen.clear();
    }

    void noteChanges(Map<String, List<Page>> deltas) {
        held.values().forEach(backfill -> backfill.noteChanges(deltas));
    }

    /** One is not wanted any more. */
    void cancel(String name) {
        server.again().forget(name);
        readThen.remove(name);
        Optional.ofNullable(held.remove(name))
                .ifPresent(backfill -> backfill.query().close());
    }

    void rename(String name, String other) {
        server.again().rename(name, other);
        Optional.ofNullable(held.remove(name)).ifPresent(backfill -> {
            backfill.query().rename(other);
            add(backfill);
        });
    }
}
