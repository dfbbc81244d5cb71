package io.millrace.engine.query;

import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.PageBytes;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query's part in the batches: runs its graph, counts what comes of it, and goes back when a batch is not committed.
 *
 * <p>Used by the thread that runs the query, but for {@link #accept}. What goes wrong is noted as the query's failure.
 */
final class QueryPart {

    private final Query.Output output;
    private final DeployedQuery deployed;
    private final QueryMemory memory;
    private final QueryTime time;
    private final Carried carried;
    private final QueryFailure failure;
    private Optional<DerivedTime> ownTime = Optional.empty();
    private QueryProgress progress;
    private QueryProgress committed;
    private boolean begun;
    private boolean changed;
    private BatchTime running;

    /** Whether the batch that it has begun is one of the server, which can be run again, not a piece of its own backfill. */
    private volatile boolean withOthers;

    /** @param output what becomes of its rows */
    QueryPart(
            Query.Output output,
            DeployedQuery deployed,
            QueryMemory memory,
            QueryTime time,
            Carried carried,
            QueryFailure failure) {
        this.output = output;
        this.deployed = deployed;
        this.memory = memory;
        this.time = time;
        this.carried = carried;
        this.failure = failure;
        this.progress = QueryProgress.start(deployed.watermark());
        this.committed = progress;
    }

    /** The watermark that the query declares for itself, set before it runs. */
    void ownTime(Optional<DerivedTime> declared) {
        ownTime = declared;
        declared.ifPresent(own -> {
            progress = progress.at(own.current());
            committed = progress;
        });
    }

    boolean hasOwnTime() {
        return ownTime.isPresent();
    }

    /** How far it has come with the batch that runs. */
    QueryProgress progress() {
        return progress;
    }

    /** How far it had come with the last commit. */
    QueryProgress committed() {
        return committed;
    }

    /** Goes on from there, before the first batch. */
    void restore(QueryProgress reached) {
        committed = reached;
        goBack();
    }

    private void goBack() {
        progress = committed;
        ownTime.ifPresent(own -> own.reset(committed.watermark()));
    }

    /** Begins a batch of the server unless that was done. */
    void begin(BatchTime batch) {
        withOthers = true;
        beginWith(batch, time.closed());
    }

    /** Begins a batch of a backfill, which has a time of its own. */
    void begin(BatchTime batch, Map<String, Long> closedWatermarks) {
        withOthers = false;
        beginWith(batch, closedWatermarks);
    }

    private void beginWith(BatchTime batch, Map<String, Long> closedWatermarks) {
        if (!begun && !failure.isPresent()) {
            changed = true;
            begun = true;
            running = batch;
            deployed.begin(batch, closedWatermarks, isWritten());
        }
    }

    /**
     * Whether digests of its rows are written down: of all that last, and of sinks also while they catch up. Of rows that become others
     * before that, because some are left out, they are taken when they are written down.
     */
    private boolean isWritten() {
        return ownTime.isEmpty() && (withOthers ? output.isStanding() : output == Query.Output.SINK);
    }

    /** Takes a page on a partition's thread; once something went wrong, pages are dropped. */
    void accept(int partition, int source, Page page) {
        if (failure.hasBrokenOff()) {
            return;
        }
        try {
            deployed.accept(partition, source, page);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            failure.breakOff(e, withOthers);
        }
    }

    void feed(int source, List<Page> pages) {
        deployed.feed(source, pages);
        countScanned(pages.stream().mapToLong(Page::size).sum());
    }

    void countScanned(long rows) {
        progress = progress.read(rows);
    }

    /** Whether a batch has begun, or none ever did. */
    boolean due() {
        return !failure.isPresent() && (begun || !progress.ran());
    }

    /**
     * Ends the batch; empty when something went wrong.
     *
     * @param target which will hold the rows
     */
    Optional<DeployedQuery.Result> finish(Map<String, Long> watermarks, QueryTarget target) {
        begun = false;
        if (failure.hasBrokenOff()) {
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
            failure.breakOff(e, withOthers);
            return Optional.empty();
        }
    }

    private static long bytes(List<Page> pages) {
        PageBytes meter = new PageBytes();
        return pages.stream().mapToLong(meter::of).sum();
    }

    /** What was done stays. */
    void commit(QueryTarget target) {
        if (changed) {
            deployed.commit();
            changed = false;
            memory.rows().note(target.bytes());
        }
        committed = progress;
    }

    /**
     * Goes back to the last commit.
     *
     * @param cause why; what a query that cannot go back has failed with
     */
    void abort(Throwable cause, QueryTarget target) {
        begun = false;
        goBack();
        if (changed) {
            changed = false;
            try {
                deployed.abort();
                memory.rows().note(target.bytes());
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                cause.addSuppressed(e);
                if (!failure.isPresent()) {
                    failure.set(cause);
                }
            }
        }
    }
}
