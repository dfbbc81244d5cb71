package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.UnbegunSnapshot;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

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
    private volatile List<Source> sources;
    private final QueryMemory memory;
    private QueryTarget target;
    private final QueryTime time;
    private final QueryFailure failure;
    private final Carried carried = new Carried();
    private final QueryPart part;
    private volatile boolean suspended;
    private volatile boolean waits;
    private long suspendedAt;
    private boolean whole = true;
    private LateTracing lateTracing;

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
        this.sources = deployed.sources();
        this.time =
                new QueryTime(sources.stream().map(Source::relation).distinct().toList());
        this.failure = new QueryFailure(this.memory);
        this.part = new QueryPart(query.output(), deployed, this.memory, time, carried, failure);
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

    /** What it reads, under the names that relations have now. */
    public List<Source> sources() {
        return sources;
    }

    /** A relation that it reads has another name from now on; its graph keeps the first one. Before it runs, or between two batches. */
    public void renameSource(String relation, String other) {
        if (!reads(relation)) {
            return;
        }
        sources = sources.stream()
                .map(source -> source.relation().equals(relation) ? source.of(other) : source)
                .toList();
        time.rename(relation, other);
    }

    /** The columns of a relation that it reads are elsewhere in its rows from now on; between two batches. */
    public void moveColumns(String relation, IntUnaryOperator columns) {
        sources = sources.stream()
                .map(source -> source.relation().equals(relation) ? source.moved(columns) : source)
                .toList();
    }

    /** The name that the graph has for a relation which it reads. */
    public String nameInGraph(String relation) {
        return time.inGraph(relation);
    }

    /** The relations that it reads. */
    public Set<String> relations() {
        return sources().stream().map(Source::relation).collect(Collectors.toUnmodifiableSet());
    }

    public boolean reads(String relation) {
        return relations().contains(relation);
    }

    public boolean failed() {
        return failure.isPresent();
    }

    /** Whether it is part of the batches: it has not failed, is not suspended and does not wait. */
    public boolean takesPart() {
        return !failed() && !suspended && !waits;
    }

    /** Whether batches leave it out until a source is there again. */
    public boolean waits() {
        return waits;
    }

    /** Takes it out of the batches, or lets it take part again, between two of them. */
    public void waits(boolean stop) {
        waits = stop;
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
        return !failed() && !carried.isEmpty();
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
        failure.set(cause);
    }

    /**
     * Fails when the heap had no room for the query's part of the batch, though others hold what it lacks: then the batch is to be run
     * again when they have given it back.
     */
    public void checkStarved() {
        failure.checkStarved();
    }

    /** The heap had no room again and again: the query fails after all. False when it is another that lacked the room. */
    public boolean giveUpStarved() {
        return failure.giveUpStarved();
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
    public void giveUpState() {
        if (failure.isOfMemory()) {
            memory.giveUp(deployed::close, target.bytes());
        }
    }

    /** Gives all memory back, once nobody wants the query any more; also while its failure is being noticed. */
    public void closeMemory() {
        memory.close();
    }

    /** Gives up the rows of a query that has failed, if the server needs their memory; answers whether it does. */
    public boolean giveUpRows() {
        if (!failure.noticed() || !memory.budget().failed() || !(target instanceof QueryTarget.ToView)) {
            return false;
        }
        target = new QueryTarget.GivenUp(name(), failure.text());
        memory.rows().note(0);
        return true;
    }

    /** Stops it as {@link #fail} does, for a reason that nobody needs to be told of. */
    public void giveUp(Throwable cause) {
        failure.notice();
        fail(cause);
    }

    /** True once, for whoever writes the failure to the log. */
    public boolean noticeFailure() {
        return failure.notice();
    }

    public Optional<Throwable> failure() {
        return failure.cause();
    }

    /** Begins the batch unless that was done. */
    public void begin(BatchTime batch) {
        part.begin(batch);
    }

    /** Begins a batch of a backfill, which has a time of its own. */
    public void begin(BatchTime time, Map<String, Long> closedWatermarks) {
        part.begin(time, this.time.inGraph(closedWatermarks));
    }

    /** Takes a page on a partition's thread; a failure is remembered and the page dropped. */
    public void accept(int partition, int source, Page page) {
        part.accept(partition, source, page);
    }

    public void feed(int source, List<Page> pages) {
        part.feed(source, pages);
    }

    public void countScanned(long rows) {
        part.countScanned(rows);
    }

    /** Whether a batch has begun for the query, or it never ran: then {@link #finish} is due. */
    public boolean due() {
        return part.due();
    }

    /** Ends the batch; empty when the query failed. */
    public Optional<DeployedQuery.Result> finish() {
        return finish(time.current());
    }

    /** Ends a batch of a backfill. */
    public Optional<DeployedQuery.Result> finish(Map<String, Long> watermarks) {
        return part.finish(time.inGraph(watermarks), target);
    }

    /** The batch is committed: what the query did in it stays. */
    public void commit() {
        part.commit(target);
    }

    /**
     * Takes back all that the query did since the last commit.
     *
     * @param cause why; what a query that cannot go back has failed with
     */
    public void abort(Throwable cause) {
        carried.abort();
        failure.forgetStarved();
        if (!suspended) {
            part.abort(cause, target);
        }
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
        part.ownTime(declared);
    }

    /** The number under which its sink gets the rows of a batch, if they are delivered next; 0 when it has none. */
    public long numberFor(long batch) {
        return query.output() == Query.Output.SINK ? target.numberFor(batch) : 0;
    }

    public QueryTarget target() {
        return target;
    }

    /** On how many partitions it runs. */
    public int partitions() {
        return deployed.partitions();
    }

    /** How far the query has come in time, once it runs with the others. */
    public QueryTime time() {
        return time;
    }

    /** The watermark of its rows: that of what it reads, or its own. */
    public long watermark() {
        return suspended ? suspendedAt : part.progress().watermark();
    }

    public boolean hasOwnTime() {
        return part.hasOwnTime();
    }

    /** When the query has to run next although no input comes; {@code Long.MAX_VALUE} when it need not. */
    public long wakesAt() {
        return takesPart() ? part.progress().wakesAt() : Long.MAX_VALUE;
    }

    /** What readers see of the query at a batch; empty for sinks and subscriptions. */
    public Optional<RelationSnapshot> snapshot(long batch) {
        Optional<RelationSnapshot> content = target.snapshot(batch);
        boolean unbegun = waits && !part.progress().ran(); // one that is computed again has what it had
        return content.map(rows -> unbegun && rows.rows() == 0 ? new UnbegunSnapshot(name()) : rows);
    }

    /** What was committed last, for a checkpoint; between batches. */
    public CheckpointCut cut(long batch) {
        QueryStand stand = new QueryStand(
                whole,
                part.committed(),
                suspended ? OptionalLong.of(suspendedAt) : OptionalLong.empty(),
                failure.lasting());
        return contents().cut(stand, target, batch);
    }

    /** Takes over what {@link #cut} has written, before its first batch. */
    public void restore(Decoder in, StoredContents stored, long batch) throws IOException {
        QueryContents.Restored restored = contents().restore(in, stored, target, batch);
        QueryStand stand = restored.stand();
        target = restored.target();
        failure.restore(stand.failure());
        whole = stand.whole();
        suspended = stand.suspendedAt().isPresent();
        suspendedAt = stand.suspendedAt().orElse(0);
        part.restore(stand.progress());
        memory.rows().note(target.bytes());
    }

    private QueryContents contents() {
        return new QueryContents(name, query.root().rowType(), deployed, time, carried);
    }

    /** How the query stands, between batches. */
    public QueryReport report(boolean backfilling, long backfilledRows) {
        QueryCounts counts = part.progress().counts();
        return new QueryReport(
                name(),
                query.output(),
                failed()
                        ? QueryReport.Status.FAILED
                        : QueryReport.Status.of(waits, backfilling, target.full(), suspended),
                failure.lasting().map(MillraceException::userMessage),
                counts.in(),
                counts.out(),
                counts.late(),
                counts.failed(),
                watermark(),
                failed() ? Long.MAX_VALUE : deployed.nextClose(),
                backfilledRows,
                memory.budget().used(),
                memory.budget().limit(),
                new ArrayList<>(deployed.nodes()));
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
