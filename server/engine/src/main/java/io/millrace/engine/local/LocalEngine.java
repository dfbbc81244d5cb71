package io.millrace.engine.local;

import io.millrace.dstream.query.Query;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.run.Engine;
import io.millrace.spi.error.Cancellation;

/** The engine of one process: partitions are threads, exchanges are lists of pages. */
public final class LocalEngine implements Engine {

    private final OperatorFactory operators;
    private final PartitionThreads threads;
    private volatile boolean digested;

    public LocalEngine(int partitions, OperatorFactory operators) {
        this.operators = operators;
        this.threads = new PartitionThreads(partitions);
    }

    @Override
    public int partitions() {
        return threads.partitions();
    }

    @Override
    public void partitions(int number) {
        threads.partitions(number);
    }

    @Override
    public void takeDigests() {
        digested = true;
    }

    @Override
    public DeployedQuery deploy(Query query, Cancellation cancellation, MemoryBudget memory) {
        return new LocalQuery(query, operators, threads, digested, cancellation, memory);
    }

    @Override
    public DeployedQuery deploySingle(Query query, Cancellation cancellation, MemoryBudget memory) {
        return new LocalQuery(query, operators, Parallel.SINGLE, false, cancellation, memory);
    }

    @Override
    public void close() {
        threads.close();
    }
}
