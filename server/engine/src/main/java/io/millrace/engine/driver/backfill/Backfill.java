package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.retry.Backoff;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.journal.checkpoint.WholePages;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings a new query up to the present, a piece at a time, on a thread of its own beside the batches of the queries that run
 * already.
 *
 * <p>Streams are read from their beginning up to what the last published batch has of them; tables and views come whole with the
 * first piece, as of the batch that was published when the backfill was made, and their changes since then with the later ones. When
 * nothing is left to read, the driver lets the query join the others at the border between two batches.
 */
public final class Backfill {

    /** Why a query has to catch up; the order is part of the format of checkpoints. */
    private enum Kind {
        /** It was taken out of the batches by a statement. */
        SUSPENDED,
        /** Its sink took no more for a while. */
        PAUSED,
        /** It is new. */
        FIRST,
        /** It had failed and is computed again; no checkpoint has that. */
        AGAIN
    }

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Kind kind;
    private final RunningQuery query;
    private final Relations relations;
    private final BackfillInputs inputs;
    private final Optional<Collected> collected;
    private final CatchingUp pieces;
    private final ServerThen server;
    private final PieceLock lock = new PieceLock();
    private volatile CompletableFuture<Void> done = new CompletableFuture<>();
    private Optional<DefinitionText> text = Optional.empty();
    private boolean targetStays;
    private volatile boolean cancelled;
    private volatile boolean away;
    private volatile boolean halted;

    private Backfill(
            Kind kind,
            RunningQuery query,
            Relations relations,
            ServerThen server,
            BackfillInputs inputs,
            Optional<Collected> collected) {
        this.server = server;
        this.kind = kind;
        this.query = query;
        this.relations = relations;
        this.inputs = inputs;
        this.collected = collected;
        this.pieces = new CatchingUp(query, server, inputs, collected, () -> !cancelled);
    }

    /**
     * Lets a new query catch up; made by the driver's thread, between batches.
     *
     * @param whole whether to begin with the content of streams; else only what comes from now on
     */
    static Backfill first(RunningQuery query, Relations relations, ServerThen server, boolean whole) {
        BackfillInputs inputs = new BackfillInputs(query, relations, server, whole);
        return new Backfill(Kind.FIRST, query, relations, server, inputs, Optional.empty());
    }

    /** Goes on from where a query is that has run with the others until now. Made by the driver's thread, between batches. */
    static Backfill paused(RunningQuery query, Relations relations, ServerThen server) {
        return goingOn(Kind.PAUSED, query, relations, server, Optional.empty());
    }

    /** The same for a query that others read, or may: what it gives is handed over in batches. */
    static Backfill suspended(RunningQuery query, Relations relations, ServerThen server) {
        return goingOn(Kind.SUSPENDED, query, relations, server, Optional.of(Collected.inPortions()));
    }

    private static Backfill goingOn(
            Kind kind, RunningQuery query, Relations relations, ServerThen server, Optional<Collected> collected) {
        BackfillInputs inputs = BackfillInputs.goingOn(query, relations, server);
        Backfill backfill = new Backfill(kind, query, relations, server, inputs, collected);
        backfill.done.complete(null);
        return backfill;
    }

    /** Goes on from where a new query was when it was cut. */
    private static Backfill begun(RunningQuery query, Relations relations, ServerThen server) {
        BackfillInputs inputs = BackfillInputs.begun(query, relations, server);
        Backfill backfill = new Backfill(Kind.FIRST, query, relations, server, inputs, Optional.empty());
        backfill.done.complete(null);
        return backfill;
    }

    /**
     * Computes a query that has failed again; made by the driver's thread, between batches.
     *
     * @param query a new one with the target of the one that failed
     * @throws MillraceException when rows are no longer kept that the one that failed had read, or had given
     */
    static Backfill again(RunningQuery query, Relations relations, ServerThen server) {
        BackfillInputs inputs = new BackfillInputs(query, relations, server, true);
        inputs.forgotten().ifPresent(name -> {
            throw notKept("stream \"" + name + "\"", query);
        });
        Optional<RelationSnapshot> old = server.published().relation(query.name());
        boolean grows = query.query().output() == Query.Output.STREAM;
        if (grows && old.get() instanceof StreamLog.Snapshot log && log.firstSequence() > 0) {
            throw notKept("\"" + query.name() + "\"", query);
        }
        Collected difference = Collected.difference(query.query().root().rowType(), old, grows);
        return new Backfill(Kind.AGAIN, query, relations, server, inputs, Optional.of(difference));
    }

    private static MillraceException notKept(String what, RunningQuery query) {
        return new MillraceException(
                ErrorCode.INVALID_ARGUMENT,
                "\"" + query.name() + "\" cannot be computed again because " + what
                        + " has forgotten its first rows; CREATE OR REPLACE begins with those that are left");
    }

    /** What is to be written down once the query joins the others. */
    void describe(Optional<DefinitionText> statement) {
        text = statement;
    }

    /** What is written down, or, for a sink, was when it began. */
    Optional<DefinitionText> text() {
        return text;
    }

    /** Gives that out, once. */
    Optional<DefinitionText> takeText() {
        Optional<DefinitionText> taken = text;
        text = Optional.empty();
        return taken;
    }

    /** Whether it computes again what the query had given before. */
    boolean isAgain() {
        return kind == Kind.AGAIN;
    }

    /** Stops reading until {@link #restart}. */
    void halt() {
        halted = true;
        done.completeExceptionally(new MillraceException(
                ErrorCode.QUERY_CANCELLED, "\"" + query.name() + "\" was suspended again before it had caught up"));
    }

    /** Ends: another one will give the target all that this one has to give, and what it gave. */
    void supersede() {
        targetStays = true;
        cancelled = true;
    }

    /** Gives up what it holds once it has ended. */
    void close() {
        if (targetStays) {
            query.closeState();
        } else {
            query.close();
        }
    }

    boolean isHalted() {
        return halted;
    }

    /** Goes on reading. */
    void restart() {
        halted = false;
        away = false;
        pieces.restart();
        done = new CompletableFuture<>();
    }

    /** Keeps what waits from growing while nothing is read. */
    Optional<Runnable> compaction() {
        return inputs.changes().areMany()
                ? Optional.of(() -> lock.during(inputs.changes()::compact))
                : Optional.empty();
    }

    /** Hands over to the batches what it has collected for them. Driver's thread. */
    void handOver() {
        collected.map(Collected::take).filter(pages -> !pages.isEmpty()).ifPresent(query::carry);
    }

    private boolean hasPortion() {
        return collected.filter(Collected::isPortion).isPresent();
    }

    RunningQuery query() {
        return query;
    }

    /** Completed when the query has joined the others. */
    public CompletableFuture<Void> done() {
        return done;
    }

    /** Tells whoever waits that it failed; false when nobody waits. */
    boolean fail(Throwable failure) {
        cancelled = true;
        query.target().fail(failure);
        return done.completeExceptionally(failure);
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Rows read so far. */
    long rows() {
        return inputs.rows();
    }

    /** Notes the changes of tables and views in a batch that the others have run. Called by the driver's thread. */
    void noteChanges(Map<String, List<Page>> deltas) {
        inputs.changes().note(deltas);
    }

    /** Reads until nothing is left, as far as can be seen from beside. */
    void run() {
        Backoff pauses = new Backoff(ThreadLocalRandom.current());
        try {
            lock.during(pieces::takeBack);
            lock.during(inputs.changes()::compact);
            boolean more = true;
            while (more && goesOn()) {
                try {
                    more = advance();
                    pauses.reset();
                } catch (MillraceException e) {
                    away = isAway(e);
                    more = !away;
                    if (!away) {
                        awaitSource(e, pauses);
                    }
                }
                lock.letCut(() -> !cancelled);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
    }

    private boolean goesOn() {
        return !cancelled && !halted && !query.failed() && !hasPortion();
    }

    /** Does what there is to do next; false when nothing is left. */
    private boolean advance() {
        if (query.target().full()) {
            lock.during(inputs.changes()::compact);
            query.target().awaitRoom();
        } else if (inputs.caughtUp()) {
            return false;
        } else {
            lock.during(pieces::step);
        }
        return true;
    }

    /**
     * Whether what it did once, before a restart, cannot be done again before a source is there. Only when nothing is done yet: else it is
     * not known any more how it was before.
     */
    private boolean isAway(MillraceException failure) {
        boolean again = !server.goesOn() && !isOfSink() && !pieces.hasBegun();
        boolean waits = kind != Kind.PAUSED;
        return again && waits && failure.code() == ErrorCode.SOURCE_FAILED;
    }

    boolean isAway() {
        return away;
    }

    /** Waits for a source that cannot be read now; it says itself what is wrong with it. */
    private void awaitSource(MillraceException failure, Backoff pauses) {
        if (!outlasts(failure)) {
            throw failure;
        }
        long until = System.nanoTime() + pauses.next();
        while (goesOn() && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Whether a failure passes while the query waits: who waits for the query, or has it computed again, is told at once instead. */
    private boolean outlasts(MillraceException failure) {
        return failure.code() == ErrorCode.SOURCE_FAILED && kind != Kind.AGAIN && done.isDone();
    }

    /**
     * Reads what came in the meantime; called by the driver's thread, so that nothing more comes. False when that is too much for the
     * target or for one batch, or a source cannot be read now.
     */
    boolean complete() {
        try {
            while (!cancelled && !query.failed() && !inputs.caughtUp()) {
                if (query.target().full() || hasPortion()) {
                    return false;
                }
                pieces.step();
            }
            pieces.end();
            handOver();
        } catch (MillraceException e) {
            away = isAway(e);
            if (away || outlasts(e)) {
                return false;
            }
            query.fail(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
        return true;
    }

    /** Whether a checkpoint has it: its query had joined the others before, or it belongs to a sink, which gets rows meanwhile. */
    boolean isCut() {
        return !cancelled && (isOfSink() || kind == Kind.SUSPENDED || kind == Kind.PAUSED);
    }

    boolean isOfSink() {
        return Backfills.isOfSink(query);
    }

    /** Whether its query has not joined the others yet for the first time. */
    boolean isFirst() {
        return kind == Kind.FIRST;
    }

    /**
     * What a checkpoint has of it, beside its query; by the driver's thread, between batches. Empty while it is within a piece, or before
     * its first one: it stops after that, and the next attempt will succeed.
     */
    public Optional<CheckpointCut> cut(long batch) {
        return lock.between(() -> inputs.hasStarted() ? Optional.of(cutBetweenPieces(batch)) : Optional.empty());
    }

    private CheckpointCut cutBetweenPieces(long batch) {
        CheckpointCut place = inputs.cut(prefix() + "changes/");
        CheckpointCut state = query.cut(batch);
        List<Content> contents = new ArrayList<>(place.contents());
        contents.addAll(state.contents());
        contents.add(new WholePages(
                prefix() + "collected", collected.map(Collected::waiting).orElse(List.of())));
        return new CheckpointCut(
                out -> {
                    state.facts().accept(out);
                    out.putByte(kind.ordinal());
                    place.facts().accept(out);
                },
                contents);
    }

    private String prefix() {
        return "backfill/" + query.name() + "/";
    }

    /** Puts one back whose query has its state already. Driver's thread, between batches. */
    static Backfill restored(
            RunningQuery query, Relations relations, ServerThen server, Decoder in, StoredContents contents)
            throws IOException {
        Backfill backfill = switch (in.takeByte()) {
            case 0 -> suspended(query, relations, server);
            case 1 -> paused(query, relations, server);
            case 2 -> begun(query, relations, server);
            default -> throw in.damaged("an unknown kind of catching up");
        };
        backfill.inputs.restore(in, contents, backfill.prefix() + "changes/");
        if (backfill.collected.isPresent()) {
            List<Page> waiting = WholePages.read(
                    contents.chain(backfill.prefix() + "collected"),
                    query.query().root().rowType());
            backfill.collected.get().add(waiting);
        }
        return backfill;
    }

    /** Whether batches take over what it gives; else that goes to the target of its query at once. */
    boolean collects() {
        return collected.isPresent();
    }

    /** The server as the query sees it. */
    ServerThen server() {
        return server;
    }

    /** What it reads. */
    BackfillInputs inputs() {
        return inputs;
    }

    /** Does again all that it did then, as {@link #server} stood. */
    void runThen() {
        do {
            lock.during(pieces::step);
        } while (!cancelled && !query.failed() && !inputs.caughtUp());
        lock.during(pieces::end);
    }

    /** Runs the query over what it has to catch up with. */
    CatchingUp pieces() {
        return pieces;
    }

    /** The query joins the others: what it has seen of its inputs becomes what the server has seen. Driver's thread. */
    void join() {
        inputs.join();
        query.resume();
        Optional.ofNullable(relations.query(query.name()))
                .filter(before -> before != query)
                .ifPresent(RunningQuery::closeState);
        relations.add(query);
    }
}
