package io.millrace.engine.run;

import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.spi.error.Cancellation;
import java.util.function.IntConsumer;

/**
 * Executes the graphs of queries on partitions. Engines never decide what a batch contains.
 *
 * <p>Used by one thread at a time, except {@link #deploySingle}.
 */
public interface Engine extends AutoCloseable {

    /** How many partitions each stage of a query has. */
    int partitions();

    /**
     * Prepares a continuous query: cuts its graph into stages, generates its code, allocates its state.
     *
     * @param cancellation asked while it is prepared and, on all threads, for each page while it runs
     * @param memory what its state and its pages may hold; who calls closes it
     */
    DeployedQuery deploy(Query query, Cancellation cancellation, MemoryBudget memory);

    /**
     * Prepares a query that is run once by the calling thread alone; may be called from any thread.
     *
     * @param cancellation as in {@link #deploy}
     * @param memory as in {@link #deploy}
     */
    DeployedQuery deploySingle(Query query, Cancellation cancellation, MemoryBudget memory);

    /**
     * Runs a task once for each partition, in parallel, and waits for all of them.
     *
     * @param rows an estimate of the work; little work is done by the calling thread, without waking others
     * @throws RuntimeException the first failure, after all have ended
     */
    void onPartitions(long rows, IntConsumer task);

    @Override
    void close();
}
