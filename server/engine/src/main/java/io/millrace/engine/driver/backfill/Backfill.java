package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
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
        void countRead(Input input, Scan scan);

        /** Rows for a relation of late or failed rows. */
        void side(String name, Page rows);

        /** Rows are about to be given to a sink. */
        void sinkRows(RunningQuery query, long batch, List<Page> rows);
    }

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

    /** Whether a checkpoint has it: its query had joined the others before. */
    boolean isCut() {
        return resuming && !cancelled;
    }

    /**
     * What a checkpoint has of it, beside its query; by the driver's thread, between batches. Empty while it is within a piece: it stops
     * after that, and the next attempt will succeed.
     */
    public Optional<CheckpointCut> cut(long batch) {
        if (!piece.tryLock()) {
            cutWanted = true;
            return Optional.empty();
        }
        try {
            boolean paused = collected.isEmpty();
            CheckpointCut place = inputs.cut(prefix() + "changes/");
            CheckpointCut state = query.cut(batch);
            List<Content> contents = new ArrayList<>(place.contents());
            contents.addAll(state.contents());
            contents.add(new WholePages(
                    prefix() + "collected", collected.map(Collected::waiting).orElse(List.of())));
            return Optional.of(new CheckpointCut(
                    out -> {
                        state.facts().accept(out);
                        out.putBoolean(paused);
                        place.facts().accept(out);
                    },
                    contents));
        } finally {
            cutWanted = false;
            piece.unlock();
        }
    }

    private String prefix() {
        return "backfill/" + query.name() + "/";
    }

    /** Puts one back whose query has its state already. Driver's thread, between batches. */
    public static Backfill restored(
            RunningQuery query, Relations relations, Surroundings server, Decoder in, StoredContents contents)
            throws IOException {
        boolean paused = in.takeBoolean();
        Backfill backfill = paused ? resuming(query, relations, server) : suspended(query, relations, server);
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

    /** Whether its query has a sink that takes nothing more for now. */
    boolean isPaused() {
        return resuming && collected.isEmpty();
    }

    /** Runs the query over the next piece. */
    private void step() {
        BatchTime time = server.time();
        query.begin(time, inputs::closed);
        BatchRows read = new BatchRows();
        inputs.feedNext(time, read);
        Map<String, Long> reached = inputs.reached();
        query.finish(reached::get).ifPresent(result -> take(time, result, read));
        inputs.close(reached);
    }

    /** The result of a piece: visible to nobody before the query joins, but to a client that waits for it. */
    private void take(BatchTime time, DeployedQuery.Result result, BatchRows read) {
        if (collected.isPresent()) {
            collected.get().add(result.delta());
        } else {
            query.target().apply(time.batch(), result.delta(), query.watermark());
        }
        if (!result.rejected().isEmpty()) {
            query.target().reject(result.rejected().get(0));
            List<RejectedRow> rejected = result.rejected();
            server.side(query.name() + SideRelations.ERRORS, SideRows.errors(time, rejected));
        }
        if (!result.late().isEmpty() && query.lateTracing() != null) {
            query.lateTracing()
                    .trace(time, result.late(), read)
                    .forEach(page -> server.side(query.name() + SideRelations.LATE, page));
        }
        query.commit();
        if (!result.delta().isEmpty() && collected.isEmpty()) {
            server.sinkRows(query, time.batch(), result.delta());
            query.target().deliver(time.batch(), result.delta());
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
