package io.millrace.engine.run;

import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.spi.error.Cancellation;

/**
 * Executes the graphs of queries on partitions. Engines never decide what a batch contains.
 *
 * <p>Used by one thread at a time, except {@link #deploySingle}.
 */
public interface Engine extends AutoCloseable {

    /** How many partitions each stage of a query has that is deployed next, and at most how many of one run at the same time. */
    int partitions();

    /** From now on it is another number; queries that are there keep the partitions that they have. Between batches. */
    void partitions(int number);

    /**
     * There is a history: queries that are deployed from now on take {@linkplain io.millrace.engine.batch.DeltaDigest digests} of what they give
     * where it is made, so that nobody has to read it again for that.
     */
    void takeDigests();

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

    @Override
    void close();
}
