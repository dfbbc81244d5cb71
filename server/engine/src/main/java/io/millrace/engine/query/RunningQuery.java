package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * A continuous query on the driver's side: its deployed graph, its status, and where its rows go.
 *
 * <p>In each batch: {@link #begin}, pages, {@link #finish}; then {@link #commit}, or {@link #abort}, after which the batch may be
 * run again. A failure stops this query only: it is kept as of the batch before, with its error, and takes no further part.
 */
public final class RunningQuery {

    private volatile String name;
    private final Query query;
    private final DeployedQuery deployed;
    private final QueryMemory memory;
    private QueryTarget target;
    private final QueryTime time;
    private volatile Throwable failure;
    private volatile boolean failureNoticed;
    private volatile boolean suspended;
    private final Carried carried = new Carried();
    private long suspendedAt;
    private boolean whole = true;
    private boolean begun;
    private boolean changed;
    private QueryProgress progress;
    private QueryProgress committed;
    private LateTracing lateTracing;
    private Optional<DerivedTime> ownTime = Optional.empty();
    private BatchTime running;

    /** Whether the batch that it has begun is one of the server, which can be run again, not a piece of its own backfill. */
    private volatile boolean withOthers;

    private volatile OutOfMemoryError starved;

    /**
     * Deploys a query.
     *
     * @param name as in the constructor
     * @param memory as in the constructor; closed when the query cannot be deployed
     */
    public static RunningQuery deploy(
            String name, Query query, Engine engine, QueryStop stop, QueryTarget target, MemoryBudget memory) {
        try {
            return new RunningQuery(name, query, engine.deploy(query, stop, memory), target, memory);
        } catch (OutOfMemoryError e) {
            memory.close();
            throw memory.exhausted(e);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Makes a query.
     *
     * @param name at first; that of the query comes later for what takes the place of another
     * @param memory what the query may hold, its rows included; closed with the query
     */
    public RunningQuery(String name, Query query, DeployedQuery deployed, QueryTarget target, MemoryBudget memory) {
        this.name = name;
        this.query = query;
        this.deployed = deployed;
        this.target = target;
        this.memory = new QueryMemory(memory);
        this.time = new QueryTime(
                deployed.sources().stream().map(Source::relation).distinct().toList());
        this.progress = QueryProgress.start(deployed.watermark());
        this.committed = progress;
    }

    public String name() {
        return name;
    }

    public void rename(String other) {
        name = other;
    }

    public Query query() {
        return query;
    }

    public List<Source> sources() {
        return deployed.sources();
    }

    public boolean reads(String relation) {
        return sources().stream().anyMatch(source -> source.relation().equals(relation));
    }

    public boolean failed() {
        return failure != null;
    }

    /** Whether it is part of the batches: it has not failed and is not suspended. */
    public boolean takesPart() {
        return failure == null && !suspended;
    }

    /** Whether batches leave it out, because somebody stopped it or because it catches up beside them after that. */
    public boolean suspended() {
        return suspended;
    }

    /** Takes it out of the batches, between two of them; for those that read it, time stands still. */
    public void suspend() {
        suspendedAt = watermark();
        suspended = true;
    }

    /** Lets it take part again. */
    public void resume() {
        suspended = false;
    }

    /** Notes that it began with what came after it was made, not with the content of what it reads. */
    public void beginsLate() {
        whole = false;
    }

    /** Whether it began with the content of what it reads. */
    public boolean isWhole() {
        return whole;
    }

    /** Gives what it has given beside the batches to the next one. */
    public void carry(List<Page> pages) {
        carried.add(pages);
    }

    /** Whether the next batch has something of it to give although nothing comes. */
    public boolean carries() {
        return failure == null && !carried.isEmpty();
    }

    /** What a batch gives of it while it takes no part. */
    public DeployedQuery.Result takeCarried() {
        return carried.with(new DeployedQuery.Result(List.of(), List.of(), List.of()));
    }

    /** The batch has given what was carried, and is committed. */
    public void commitCarried() {
        carried.commit();
    }

    /** Stops the query for good; called from any thread. */
    public void fail(Throwable cause) {
        if (cause instanceof OutOfMemoryError exhausted) {
            failure = memory.budget().exhausted(exhausted);
        } else if (failure == null) {
            failure = cause;
        }
    }

    /** The query's part of a batch broke off; one that holds little is not to blame when the heap has no room for it. */
    private void breakOff(Throwable cause) {
        if (withOthers
                && cause instanceof OutOfMemoryError exhausted
                && memory.budget().isSmall()) {
            starved = exhausted;
        } else {
            fail(cause);
        }
    }

    /**
     * Fails when the heap had no room for the query's part of the batch, though others hold what it lacks: then the batch is to be run
     * again when they have given it back.
     */
    public void checkStarved() {
        if (starved != null) {
            throw starved;
        }
    }

    /** The heap had no room again and again: the query fails after all. False when it is another that lacked the room. */
    public boolean giveUpStarved() {
        if (starved == null) {
            return false;
        }
        fail(starved);
        return true;
    }

    public MemoryBudget memory() {
        return memory.budget();
    }

    /**
     * Says what is to be done, soon and by the thread of the driver, when the budget has failed: the query has failed then, or, if it had
     * before, {@link #giveUpRows} is due.
     */
    public void onMemoryFailure(Runnable told) {
        memory.onFailure(this::fail, told);
    }

    /**
     * Gives up what the query remembers when it has failed for want of memory; nobody runs it any more. Its rows stay as they were, in a
     * budget of their own, until the server needs their memory too.
     */
    public void giveUp() {
        if (failure instanceof MillraceException known && known.code() == ErrorCode.MEMORY_EXCEEDED) {
            memory.giveUp(deployed::close, target.bytes());
        }
    }

    /** Gives all memory back, once nobody wants the query any more; also while its failure is being noticed. */
    public void closeMemory() {
        memory.close();
    }

    /** Gives up the rows of a query that has failed, if the server needs their memory; answers whether it does. */
    public boolean giveUpRows() {
        if (!failureNoticed || !memory.budget().failed() || !(target instanceof QueryTarget.ToView)) {
            return false;
        }
        target = new QueryTarget.GivenUp(name(), failure == null ? "" : text(failure));
        memory.rows().note(0);
        return true;
    }

    /** Stops it as {@link #fail} does, for a reason that nobody needs to be told of. */
    public void giveUp(Throwable cause) {
        failureNoticed = true;
        fail(cause);
    }

    /** True once, for whoever writes the failure to the log. */
    public boolean noticeFailure() {
        boolean first = !failureNoticed;
        failureNoticed = true;
        return first;
    }

    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Begins the batch unless that was done. */
    public void begin(BatchTime batch) {
        withOthers = true;
        beginWith(batch, time::closed);
    }

    /** Begins a batch of a backfill, which has a time of its own. */
    public void begin(BatchTime time, ToLongFunction<String> closedWatermark) {
        withOthers = false;
        beginWith(time, closedWatermark);
    }

    private void beginWith(BatchTime time, ToLongFunction<String> closedWatermark) {
        if (!begun && !failed()) {
            changed = true;
            begun = true;
            running = time;
            deployed.begin(time, closedWatermark);
        }
    }

    /** Takes a page on a partition's thread; a failure is remembered and the page dropped. */
    public void accept(int partition, int source, Page page) {
        if (failed() || starved != null) {
            return;
        }
        try {
            deployed.accept(partition, source, page);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            breakOff(e);
        }
    }

    public void feed(int source, List<Page> pages) {
        deployed.feed(source, pages);
        countScanned(pages.stream().mapToLong(Page::size).sum());
    }

    public void countScanned(long rows) {
        progress = progress.read(rows);
    }

    /** Whether a batch has begun for the query, or it never ran: then {@link #finish} is due. */
    public boolean due() {
        return !failed() && (begun || !progress.ran());
    }

    /** Ends the batch; empty when the query failed. */
    public Optional<DeployedQuery.Result> finish() {
        return finish(time::current);
    }

    /** Ends a batch of a backfill. */
    public Optional<DeployedQuery.Result> finish(ToLongFunction<String> watermarks) {
        begun = false;
        if (failed() || starved != null) {
            return Optional.empty();
        }
        try {
            DeployedQuery.Result given = deployed.finish(watermarks);
            DeployedQuery.Result result = ownTime.isPresent() ? ownTime.get().take(given, running) : given;
            memory.rows().set(target.bytes() + bytes(result.delta()));
            long reached = ownTime.isPresent() ? ownTime.get().current() : deployed.watermark();
            progress = progress.after(result, deployed.wakesAt(), reached);
            return Optional.of(carried.with(result));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            breakOff(e);
            return Optional.empty();
        }
    }

    /** The batch is committed: what the query did in it stays. */
    public void commit() {
        if (changed) {
            deployed.commit();
            changed = false;
            memory.rows().note(target.bytes());
        }
        committed = progress;
    }

    /**
     * Takes back all that the query did since the last commit.
     *
     * @param cause why; what a query that cannot go back has failed with
     */
    public void abort(Throwable cause) {
        carried.abort();
        starved = null;
        if (suspended) {
            return;
        }
        begun = false;
        progress = committed;
        ownTime.ifPresent(own -> own.reset(committed.watermark()));
        if (changed) {
            changed = false;
            try {
                deployed.abort();
                memory.rows().note(target.bytes());
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                cause.addSuppressed(e);
                fail(failed() ? failure : cause);
            }
        }
    }

    private static long bytes(List<Page> pages) {
        PageBytes meter = new PageBytes();
        return pages.stream().mapToLong(meter::of).sum();
    }

    /** How late rows are shown, set before the query runs. */
    public void lateTracing(LateTracing tracing) {
        lateTracing = tracing;
    }

    public LateTracing lateTracing() {
        return lateTracing;
    }

    /** The watermark that a derived stream declares for itself, set before the query runs. */
    public void ownTime(Optional<DerivedTime> declared) {
        ownTime = declared;
        declared.ifPresent(own -> {
            progress = progress.at(own.current());
            committed = progress;
        });
    }

    /** Rows for its sink, under the number that they get if they are delivered next. */
    public OutboxRows outboxRows(long batch, List<Page> rows) {
        return new OutboxRows(
                target.numberFor(batch), new TypedPages(query.root().rowType(), rows));
    }

    public QueryTarget target() {
        return target;
    }

    /** How far the query has come in time, once it runs with the others. */
    public QueryTime time() {
        return time;
    }

    /** The watermark of its rows: that of what it reads, or its own. */
    public long watermark() {
        return suspended ? suspendedAt : progress.watermark();
    }

    public boolean hasOwnTime() {
        return ownTime.isPresent();
    }

    /** When the query has to run next although no input comes; {@code Long.MAX_VALUE} when it need not. */
    public long wakesAt() {
        return takesPart() ? progress.wakesAt() : Long.MAX_VALUE;
    }

    /** What readers see of the query at a batch; empty for sinks and subscriptions. */
    public Optional<RelationSnapshot> snapshot(long batch) {
        return target.snapshot(batch);
    }

    /** What was committed last, for a checkpoint; between batches. */
    public CheckpointCut cut(long batch) {
        QueryStand stand = new QueryStand(
                whole,
                committed,
                suspended ? OptionalLong.of(suspendedAt) : OptionalLong.empty(),
                failure().map(RunningQuery::lasting));
        return contents().cut(stand, target, batch);
    }

    /** Takes over what {@link #cut} has written, before its first batch. */
    public void restore(Decoder in, StoredContents stored, long batch) throws IOException {
        QueryContents.Restored restored = contents().restore(in, stored, target, batch);
        QueryStand stand = restored.stand();
        target = restored.target();
        failure = stand.failure().orElse(null);
        failureNoticed = failed();
        whole = stand.whole();
        suspended = stand.suspendedAt().isPresent();
        suspendedAt = stand.suspendedAt().orElse(0);
        committed = stand.progress();
        progress = committed;
        ownTime.ifPresent(own -> own.reset(committed.watermark()));
        memory.rows().note(target.bytes());
    }

    private QueryContents contents() {
        return new QueryContents(name, query.root().rowType(), deployed, time, carried);
    }

    /** How the query stands, between batches. */
    public QueryReport report(boolean backfilling, long backfilledRows) {
        QueryReport.Status status = failed()
                ? QueryReport.Status.FAILED
                : backfilling
                        ? target.full() ? QueryReport.Status.PAUSED : QueryReport.Status.BACKFILLING
                        : suspended ? QueryReport.Status.SUSPENDED : QueryReport.Status.RUNNING;
        return new QueryReport(
                name(),
                query.output(),
                status,
                failure().map(RunningQuery::text),
                progress.counts().in(),
                progress.counts().out(),
                progress.counts().late(),
                progress.counts().failed(),
                watermark(),
                failed() ? Long.MAX_VALUE : deployed.nextClose(),
                backfilledRows,
                memory.budget().used(),
                memory.budget().limit(),
                new ArrayList<>(deployed.nodes()));
    }

    /** A failure as it is kept. */
    public static MillraceException lasting(Throwable failure) {
        return failure instanceof MillraceException known
                ? known
                : new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", failure);
    }

    private static String text(Throwable failure) {
        return lasting(failure).userMessage();
    }

    public void close() {
        closeState();
        target.close();
    }

    /** As {@link #close}, but for what others see of it, which goes over to another. */
    public void closeState() {
        deployed.close();
        closeMemory();
    }
}
