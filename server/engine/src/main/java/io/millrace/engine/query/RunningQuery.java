package io.millrace.engine.query;

import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A continuous query on the driver's side: its deployed graph, its status, and where its rows go.
 *
 * <p>In each batch: {@link #begin}, pages, {@link #finish}; then {@link #commit}, or {@link #abort}, after which the batch may be
 * run again. A failure stops this query only: it is kept as of the batch before, with its error, and takes no further part.
 */
public final class RunningQuery {

    /** Rows counted by a query. */
    private record Counts(long in, long out, long late, long failed) {

        Counts in(long rows) {
            return new Counts(in + rows, out, late, failed);
        }

        Counts with(DeployedQuery.Result result) {
            long lateRows = 0;
            for (DeployedQuery.LateRows rows : result.late()) {
                for (int row = 0; row < rows.rows().size(); row++) {
                    lateRows += Math.max(0, rows.rows().weight(row));
                }
            }
            long outRows = result.delta().stream().mapToLong(Page::size).sum();
            return new Counts(
                    in,
                    out + outRows,
                    late + lateRows,
                    failed + result.rejected().size());
        }
    }

    private static final String ROWS_HELD = "rows of its result";

    private volatile String name;
    private final Query query;
    private final DeployedQuery deployed;
    private volatile MemoryBudget memory;
    private MemoryUse rowsHeld;
    private Runnable memoryFailed = () -> {};
    private QueryTarget target;
    private final QueryTime time;
    private volatile Throwable failure;
    private volatile boolean failureNoticed;
    private volatile boolean suspended;
    private final Carried carried = new Carried();
    private long suspendedAt;
    private boolean whole = true;
    private boolean begun;
    private boolean ranBefore;
    private boolean changed;
    private long wakesAt = Long.MAX_VALUE;
    private long watermark;
    private Counts counts = new Counts(0, 0, 0, 0);
    private boolean committedRan;
    private long committedWakesAt = Long.MAX_VALUE;
    private long committedWatermark;
    private Counts committedCounts = counts;
    private LateTracing lateTracing;
    private Optional<DerivedTime> ownTime = Optional.empty();
    private BatchTime running;

    /** Whether the batch that it has begun is one of the server, which can be run again, not a piece of its own backfill. */
    private volatile boolean withOthers;

    private volatile OutOfMemoryError starved;

    /** Whether it was dropped, or never came into being. */
    private boolean unwanted;

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
        this.memory = memory;
        this.rowsHeld = new MemoryUse(memory, ROWS_HELD);
        this.time = new QueryTime(
                deployed.sources().stream().map(Source::relation).distinct().toList());
        this.watermark = deployed.watermark();
        this.committedWatermark = watermark;
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
            failure = memory.exhausted(exhausted);
        } else if (failure == null) {
            failure = cause;
        }
    }

    /** The query's part of a batch broke off; one that holds little is not to blame when the heap has no room for it. */
    private void breakOff(Throwable cause) {
        if (withOthers && cause instanceof OutOfMemoryError exhausted && memory.isSmall()) {
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
        return memory;
    }

    /**
     * Says what is to be done, soon and by the thread of the driver, when the budget has failed: the query has failed then, or, if it had
     * before, {@link #giveUpRows} is due.
     */
    public void onMemoryFailure(Runnable told) {
        memoryFailed = told;
        memory.whenFailed(cause -> {
            fail(cause);
            told.run();
        });
    }

    /**
     * Gives up what the query remembers when it has failed for want of memory; nobody runs it any more. Its rows stay as they were, in a
     * budget of their own, until the server needs their memory too.
     */
    public synchronized void giveUp() {
        if (!unwanted && failure instanceof MillraceException known && known.code() == ErrorCode.MEMORY_EXCEEDED) {
            deployed.close();
            memory = memory.renew();
            rowsHeld = new MemoryUse(memory, ROWS_HELD);
            rowsHeld.note(target.bytes());
            memory.whenFailed(cause -> memoryFailed.run());
        }
    }

    /** Gives all memory back, once nobody wants the query any more; also while its failure is being noticed. */
    public synchronized void closeMemory() {
        unwanted = true;
        memory.close();
    }

    /** Gives up the rows of a query that has failed, if the server needs their memory; answers whether it does. */
    public boolean giveUpRows() {
        if (!failureNoticed || !memory.failed() || !(target instanceof QueryTarget.ToView)) {
            return false;
        }
        target = new QueryTarget.GivenUp(name(), failure == null ? "" : text(failure));
        rowsHeld.note(0);
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
        counts = counts.in(rows);
    }

    /** Whether a batch has begun for the query, or it never ran: then {@link #finish} is due. */
    public boolean due() {
        return !failed() && (begun || !ranBefore);
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
            rowsHeld.set(target.bytes() + bytes(result.delta()));
            ranBefore = true;
            wakesAt = deployed.wakesAt();
            watermark = ownTime.isPresent() ? ownTime.get().current() : deployed.watermark();
            counts = counts.with(result);
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
            rowsHeld.note(target.bytes());
        }
        committedRan = ranBefore;
        committedWakesAt = wakesAt;
        committedWatermark = watermark;
        committedCounts = counts;
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
        ranBefore = committedRan;
        wakesAt = committedWakesAt;
        watermark = committedWatermark;
        counts = committedCounts;
        ownTime.ifPresent(own -> own.reset(committedWatermark));
        if (changed) {
            changed = false;
            try {
                deployed.abort();
                rowsHeld.note(target.bytes());
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
            watermark = own.current();
            committedWatermark = watermark;
        });
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
        return suspended ? suspendedAt : watermark;
    }

    public boolean hasOwnTime() {
        return ownTime.isPresent();
    }

    /** When the query has to run next although no input comes; {@code Long.MAX_VALUE} when it need not. */
    public long wakesAt() {
        return takesPart() ? wakesAt : Long.MAX_VALUE;
    }

    /** What readers see of the query at a batch; empty for sinks and subscriptions. */
    public Optional<RelationSnapshot> snapshot(long batch) {
        return target.snapshot(batch);
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
                counts.in(),
                counts.out(),
                counts.late(),
                counts.failed(),
                watermark(),
                failed() ? Long.MAX_VALUE : deployed.nextClose(),
                backfilledRows,
                memory.used(),
                memory.limit(),
                new ArrayList<>(deployed.nodes()));
    }

    private static String text(Throwable failure) {
        return failure instanceof MillraceException known ? known.userMessage() : "internal error";
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
