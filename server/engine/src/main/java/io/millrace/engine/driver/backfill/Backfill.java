package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.input.SplitResult;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.refused.SideRows;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.journal.checkpoint.WholePages;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings a new query up to the present, a piece at a time, on a thread of its own beside the batches of the queries that run
 * already.
 *
 * <p>Streams are read from their beginning up to what the last published batch has of them; tables and views come whole with the
 * first piece, as of the batch that was published when the backfill was made, and their changes since then with the later ones. When
 * nothing is left to read, the driver lets the query join the others at the border between two batches.
 */
public final class Backfill {

    /** What a backfill needs of the server. */
    public interface Surroundings {

        Published published();

        /** The time of now, never less than that of the last batch. */
        BatchTime time();

        /** The same as intervals are measured. */
        long nanos();

        /** Reads splits on all partitions. */
        void scan(List<Scan> scans);

        int partitions();

        Admission admission();

        /** Splits were read by this query: whoever reads them first counts them. */
        void countRead(Input input, List<SplitResult> splits);

        /** Rows for a relation of late or failed rows, of a query. */
        void side(RunningQuery query, String relation, Page rows);

        /**
         * Plans the next piece; where it has to be the same after a restart, between two batches.
         *
         * @param written how it is written down
         * @param wanted whether the query still has to catch up
         */
        Piece plan(
                RunningQuery query, BooleanSupplier wanted, Supplier<Piece> plan, Function<Piece, PiecePlan> written);

        /**
         * Gives the target of a query what came of a piece, once that is written down where it has to be.
         *
         * @param wanted whether the query still has to catch up: else nobody gets anything
         * @param reached how far it has come in the time of what it reads
         */
        void give(RunningQuery query, BooleanSupplier wanted, Map<String, Long> reached, long batch, List<Page> rows);
    }

    /** A piece that is fed to the query, which has not finished it. */
    private record Fed(Piece piece, BatchRows read) {}

    private static final int MOST_WAITS_FOR_CUT = 200;
    private static final long WAIT_FOR_CUT = 1_000_000;

    private final RunningQuery query;
    private final Relations relations;
    private final Surroundings server;
    private final BackfillInputs inputs;
    private volatile CompletableFuture<Void> done = new CompletableFuture<>();
    private Optional<Collected> collected = Optional.empty();
    private Optional<DefinitionText> text = Optional.empty();
    private boolean resuming;
    /** Empty but between the two halves of a piece that is read again. */
    private Optional<Fed> unfinished = Optional.empty();

    private boolean readAgain;
    private Optional<PiecePlan> mustRead = Optional.empty();
    private boolean targetStays;
    private volatile boolean cancelled;
    private volatile boolean halted;
    /** Held during a piece: what a checkpoint has of it is what it is between two. */
    private final ReentrantLock piece = new ReentrantLock();

    private volatile boolean cutWanted;

    /**
     * Made by the driver's thread, between batches.
     *
     * @param whole whether to begin with the content of streams; else only what comes from now on
     */
    Backfill(RunningQuery query, Relations relations, Surroundings server, boolean whole) {
        this(query, relations, server, new BackfillInputs(query, relations, server, whole));
    }

    private Backfill(RunningQuery query, Relations relations, Surroundings server, BackfillInputs inputs) {
        this.query = query;
        this.relations = relations;
        this.server = server;
        this.inputs = inputs;
    }

    /** Goes on from where a query is that has run with the others until now. Made by the driver's thread, between batches. */
    static Backfill resuming(RunningQuery query, Relations relations, Surroundings server) {
        Backfill backfill = new Backfill(query, relations, server, BackfillInputs.goingOn(query, relations, server));
        backfill.resuming = true;
        backfill.done.complete(null);
        return backfill;
    }

    /** The same for a query that others read, or may: what it gives is handed over in batches. */
    public static Backfill suspended(RunningQuery query, Relations relations, Surroundings server) {
        Backfill backfill = resuming(query, relations, server);
        backfill.collected = Optional.of(Collected.inPortions());
        return backfill;
    }

    /**
     * Computes a query that has failed again; made by the driver's thread, between batches.
     *
     * @param query a new one with the target of the one that failed
     * @throws MillraceException when rows are no longer kept that the one that failed had read, or had given
     */
    public static Backfill again(RunningQuery query, Relations relations, Surroundings server) {
        Backfill backfill = new Backfill(query, relations, server, true);
        backfill.inputs.forgotten().ifPresent(name -> {
            throw notKept("stream \"" + name + "\"", query);
        });
        Optional<RelationSnapshot> old = server.published().relation(query.name());
        boolean grows = query.query().output() == Query.Output.STREAM;
        if (grows && old.get() instanceof StreamLog.Snapshot log && log.firstSequence() > 0) {
            throw notKept("\"" + query.name() + "\"", query);
        }
        backfill.collected =
                Optional.of(Collected.difference(query.query().root().rowType(), old, grows));
        return backfill;
    }

    private static MillraceException notKept(String what, RunningQuery query) {
        return new MillraceException(
                ErrorCode.INVALID_ARGUMENT,
                "\"" + query.name() + "\" cannot be computed again because " + what
                        + " has forgotten its first rows; CREATE OR REPLACE begins with those that are left");
    }

    /** What is to be written down once the query joins the others. */
    public void describe(Optional<DefinitionText> statement) {
        text = statement;
    }

    /** What is written down, or, for a sink, was when it began. */
    Optional<DefinitionText> text() {
        return text;
    }

    /** Gives that out, once. */
    public Optional<DefinitionText> takeText() {
        Optional<DefinitionText> taken = text;
        text = Optional.empty();
        return taken;
    }

    /** Whether it computes again what the query had given before. */
    boolean isAgain() {
        return collected.isPresent() && !resuming;
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
    public void restart() {
        halted = false;
        done = new CompletableFuture<>();
    }

    /** Keeps what waits from growing while nothing is read. */
    Optional<Runnable> compaction() {
        return inputs.changes().areMany() ? Optional.of(() -> alone(inputs.changes()::compact)) : Optional.empty();
    }

    /** Hands over to the batches what it has collected for them. Driver's thread. */
    public void handOver() {
        collected.map(Collected::take).filter(pages -> !pages.isEmpty()).ifPresent(query::carry);
    }

    private boolean hasPortion() {
        return collected.filter(Collected::isPortion).isPresent();
    }

    public RunningQuery query() {
        return query;
    }

    /** Completed when the query has joined the others. */
    public CompletableFuture<Void> done() {
        return done;
    }

    /** Tells whoever waits that it failed; false when nobody waits. */
    public boolean fail(Throwable failure) {
        cancelled = true;
        query.target().fail(failure);
        return done.completeExceptionally(failure);
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Rows read so far. */
    public long rows() {
        return inputs.rows();
    }

    /** Notes the changes of tables and views in a batch that the others have run. Called by the driver's thread. */
    public void noteChanges(Map<String, List<Page>> deltas) {
        inputs.changes().note(deltas);
    }

    /** Reads until nothing is left, as far as can be seen from beside. */
    public void run() {
        try {
            alone(this::finishAgain);
            alone(inputs.changes()::compact);
            while (!cancelled && !halted && !query.failed() && !hasPortion()) {
                if (query.target().full()) {
                    alone(inputs.changes()::compact);
                    query.target().awaitRoom();
                } else if (inputs.caughtUp()) {
                    return;
                } else {
                    alone(this::step);
                }
                letCut();
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
    }

    /**
     * Reads what came in the meantime; called by the driver's thread, so that nothing more comes. False when that is too much for the
     * target or for one batch.
     */
    public boolean complete() {
        try {
            while (!cancelled && !query.failed() && !inputs.caughtUp()) {
                if (query.target().full() || hasPortion()) {
                    return false;
                }
                step();
            }
            readMissing();
            catchUpWithTime();
            handOver();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
        return true;
    }

    private void alone(Runnable work) {
        piece.lock();
        try {
            work.run();
        } finally {
            piece.unlock();
        }
    }

    /** Waits a moment between two pieces when somebody wants a cut. */
    private void letCut() {
        for (int i = 0; i < MOST_WAITS_FOR_CUT && cutWanted && !cancelled; i++) {
            LockSupport.parkNanos(WAIT_FOR_CUT);
        }
        cutWanted = false;
    }

    /** Whether a checkpoint has it: its query had joined the others before, or it belongs to a sink, which gets rows meanwhile. */
    boolean isCut() {
        return (resuming || isOfSink()) && !cancelled;
    }

    boolean isOfSink() {
        return query.query().output() == Query.Output.SINK;
    }

    /** Whether its query has not joined the others yet for the first time. */
    boolean isFirst() {
        return !resuming && collected.isEmpty();
    }

    /**
     * What a checkpoint has of it, beside its query; by the driver's thread, between batches. Empty while it is within a piece, or before
     * its first one: it stops after that, and the next attempt will succeed.
     */
    public Optional<CheckpointCut> cut(long batch) {
        if (!piece.tryLock()) {
            cutWanted = true;
            return Optional.empty();
        }
        if (!inputs.hasStarted() || unfinished.isPresent()) {
            piece.unlock();
            cutWanted = true;
            return Optional.empty();
        }
        try {
            Kind kind = kind();
            CheckpointCut place = inputs.cut(prefix() + "changes/");
            CheckpointCut state = query.cut(batch);
            List<Content> contents = new ArrayList<>(place.contents());
            contents.addAll(state.contents());
            contents.add(new WholePages(
                    prefix() + "collected", collected.map(Collected::waiting).orElse(List.of())));
            return Optional.of(new CheckpointCut(
                    out -> {
                        state.facts().accept(out);
                        out.putByte(kind.ordinal());
                        place.facts().accept(out);
                    },
                    contents));
        } finally {
            cutWanted = false;
            piece.unlock();
        }
    }

    /** What a checkpoint has; the order is part of its format. */
    private enum Kind {
        SUSPENDED,
        PAUSED,
        FIRST
    }

    private Kind kind() {
        return collected.isPresent() ? Kind.SUSPENDED : resuming ? Kind.PAUSED : Kind.FIRST;
    }

    private String prefix() {
        return "backfill/" + query.name() + "/";
    }

    /** Puts one back whose query has its state already. Driver's thread, between batches. */
    public static Backfill restored(
            RunningQuery query, Relations relations, Surroundings server, Decoder in, StoredContents contents)
            throws IOException {
        Backfill backfill = switch (in.takeByte()) {
            case 0 -> suspended(query, relations, server);
            case 1 -> resuming(query, relations, server);
            case 2 -> begun(query, relations, server);
            default -> throw in.damaged("an unknown kind of catching up");
        };
        backfill.inputs.restore(in, contents, backfill.prefix() + "changes/");
        backfill.collected.ifPresent(rows -> {
            try {
                rows.add(WholePages.read(
                        contents.chain(backfill.prefix() + "collected"),
                        query.query().root().rowType()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return backfill;
    }

    private static Backfill begun(RunningQuery query, Relations relations, Surroundings server) {
        Backfill backfill = new Backfill(query, relations, server, BackfillInputs.begun(query, relations, server));
        backfill.done.complete(null);
        return backfill;
    }

    /** Whether its query has a sink, and nothing that anybody else reads. */
    boolean isPaused() {
        return collected.isEmpty();
    }

    /** Runs the query over the next piece. */
    private void step() {
        step(inputs.discover());
    }

    private void step(Map<String, Discovery> found) {
        Piece next = server.plan(query, () -> !cancelled, () -> inputs.plan(found), inputs::written);
        Fed fed = feed(next);
        Map<String, Long> reached = inputs.reached(next);
        finish(fed, reached);
        inputs.close(reached);
    }

    /** It had read this of sources when it caught up first, before a restart: it is not to go on without any of it. */
    void mustRead(Optional<PiecePlan> then) {
        mustRead = then;
    }

    /** What it has read of sources; empty when it has read nothing. */
    Optional<PiecePlan> readOfSources() {
        return inputs.readOfSources();
    }

    /** Reads what sources do not offer any more, and fails with their error when they do not have it. */
    private void readMissing() {
        Map<String, Discovery> missing = mustRead.map(inputs::missing).orElse(Map.of());
        if (!missing.isEmpty() && !query.failed()) {
            step(missing);
        }
    }

    private Fed feed(Piece next) {
        BatchRows read = new BatchRows();
        query.begin(next.time(), inputs::closed);
        inputs.feed(next, read);
        return new Fed(next, read);
    }

    private void finish(Fed fed, Map<String, Long> reached) {
        query.finish(reached::get).ifPresent(result -> take(fed.piece().time(), reached, result, fed.read()));
    }

    /** Reads a piece again that was written down. Driver's thread, while batches are run again. */
    void feedAgain(PiecePlan plan) {
        readAgain = true;
        tryAgain(() -> unfinished = Optional.of(feed(inputs.again(plan))));
    }

    /** Finishes the piece, when it is written down that this was done: what it gave then was written with it. */
    void finishAgain(Map<String, Long> reached) {
        Optional<Fed> fed = unfinished;
        unfinished = Optional.empty();
        tryAgain(() -> fed.ifPresent(read -> {
            finish(read, reached);
            inputs.closeAgain(reached);
        }));
    }

    /** Catches up with all there is, where it was not written down in which pieces that was done. */
    void catchUpAgain() {
        tryAgain(() -> {
            while (!readAgain && !query.failed() && !inputs.caughtUp()) {
                step();
            }
            if (!readAgain) {
                readMissing();
                catchUpWithTime();
            }
        });
    }

    private void tryAgain(Runnable work) {
        try {
            if (!query.failed()) {
                work.run();
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            query.fail(e);
        }
    }

    /** Finishes the piece after which the journal ends. */
    private void finishAgain() {
        unfinished.ifPresent(fed -> {
            Map<String, Long> reached = inputs.reached(fed.piece());
            finish(fed, reached);
            inputs.close(reached);
            unfinished = Optional.empty();
        });
    }

    /** The result of a piece: visible to nobody before the query joins, but to a client that waits for it. */
    private void take(BatchTime time, Map<String, Long> reached, DeployedQuery.Result result, BatchRows read) {
        if (collected.isPresent()) {
            collected.get().add(result.delta());
        } else {
            query.target().apply(time.batch(), result.delta(), query.watermark());
        }
        if (!result.rejected().isEmpty()) {
            query.target().reject(result.rejected().get(0));
        }
        query.commit();
        if (collected.isEmpty()) {
            server.give(query, () -> !cancelled, reached, time.batch(), result.delta());
        }
        giveSides(time, result, read);
    }

    /** Only after it is written down that the piece was run: batches that take these rows come later, also after a restart. */
    private void giveSides(BatchTime time, DeployedQuery.Result result, BatchRows read) {
        if (!result.rejected().isEmpty()) {
            List<RejectedRow> rejected = result.rejected();
            server.side(query, SideRelations.ERRORS, SideRows.errors(time, rejected));
        }
        if (!result.late().isEmpty() && query.lateTracing() != null) {
            query.lateTracing()
                    .trace(time, result.late(), read)
                    .forEach(page -> server.side(query, SideRelations.LATE, page));
        }
    }

    /** Lets time come as far as for the others, which may have been moved without rows. */
    private void catchUpWithTime() {
        if (inputs.isBehindInTime() && !query.failed()) {
            step();
        }
    }

    /** The query joins the others: what it has seen of its inputs becomes what the server has seen. Driver's thread. */
    public void join() {
        inputs.join();
        query.resume();
        Optional.ofNullable(relations.query(query.name()))
                .filter(before -> before != query)
                .ifPresent(RunningQuery::closeState);
        relations.add(query);
    }
}
