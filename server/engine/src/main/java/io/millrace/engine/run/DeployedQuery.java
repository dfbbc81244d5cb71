package io.millrace.engine.run;

import io.millrace.codec.Decoder;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.time.BatchTime;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A query with its state, ready to run batch after batch.
 *
 * <p>For each batch: {@link #begin}, then any number of {@link #accept} and {@link #feed}, then {@link #finish}.
 */
public interface DeployedQuery extends AutoCloseable {

    /** The leaves of the graph; equal ones appear once. */
    List<Source> sources();

    /** How many partitions it has: as many as when it was first deployed, also where another process goes on with its state. */
    int partitions();

    /**
     * Begins a batch.
     *
     * @param closedWatermarks the watermark of each relation before this batch, {@code Long.MAX_VALUE} when it does not hold time
     *     back; a relation that is not named has none yet
     * @param written whether a digest of what it gives is written down, where there is a history
     */
    void begin(BatchTime time, Map<String, Long> closedWatermarks, boolean written);

    /**
     * Passes a page of a leaf's delta through the first stage at once.
     *
     * @param partition whose thread is calling, less than {@link #partitions}
     * @param source index into {@link #sources()}
     */
    void accept(int partition, int source, Page page);

    /** Adds pages of a leaf's delta, to be spread over the partitions by {@link #finish}. Called by the driver's thread. */
    void feed(int source, List<Page> pages);

    /**
     * Runs what is left of the batch.
     *
     * @param watermarks the watermark of each relation with this batch, as in {@link #begin}
     */
    Result finish(Map<String, Long> watermarks);

    /** The batch is committed: the state with its changes is what the next batch works on. */
    void commit();

    /**
     * Drops everything since {@link #begin}, at whatever point the batch is: the state is that of the last commit, and the batch can
     * begin again.
     *
     * @throws RuntimeException when the state cannot be put back; the query must not run on
     */
    void abort();

    /** Takes what the query has given so far in this batch; {@link #finish} gives only the rest. */
    List<Page> takeDelta();

    /** The watermark of the query's output after the last batch: the least of its sources. */
    long watermark();

    /** When the query has to run next although no input comes, epoch milliseconds; {@code Long.MAX_VALUE} when it need not. */
    long wakesAt();

    /** The least watermark at which windows close or rows are given out; {@code Long.MAX_VALUE} when nothing waits for it. */
    long nextClose();

    /** Rows, time and state per node, in the order of {@code EXPLAIN}. */
    List<NodeReport> nodes();

    /**
     * The state after the last commit, for a checkpoint; between batches.
     *
     * @param name under which it is stored
     */
    CheckpointCut cut(String name);

    /**
     * Takes over what the same query has cut, and as many partitions as it had, before the first batch.
     *
     * @throws io.millrace.engine.state.cell.UnreadableStateException when it was another query
     */
    void restore(Decoder in, StoredContents contents, String name) throws IOException;

    @Override
    void close();

    /**
     * What a batch gave.
     *
     * @param delta the change of the query's result
     * @param late rows that came behind the watermark
     * @param rejected rows whose expressions failed
     */
    record Result(List<Page> delta, List<LateRows> late, List<RejectedRow> rejected) {}

    /**
     * Late rows of a node.
     *
     * @param input the node's input that they came by, whose columns they have
     * @param watermark that the node had reached before the batch
     */
    record LateRows(DStream input, Page rows, Lateness lateness, long watermark) {}
}
