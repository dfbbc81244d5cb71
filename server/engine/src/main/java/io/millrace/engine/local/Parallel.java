package io.millrace.engine.local;

import java.util.function.IntConsumer;

/** Runs the partitions of queries side by side. */
interface Parallel {

    /** How many partitions a new query has. */
    int partitions();

    /**
     * Runs a task once for each partition of a query and waits for all of them.
     *
     * @param partitions of the query
     * @param rows an estimate of the work; little work is done by the calling thread, without waking others
     * @throws RuntimeException the first failure, after all have ended
     */
    void onPartitions(int partitions, long rows, IntConsumer task);

    /** One partition, on the calling thread. */
    Parallel SINGLE = new Parallel() {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public void onPartitions(int partitions, long rows, IntConsumer task) {
            for (int partition = 0; partition < partitions; partition++) {
                task.accept(partition);
            }
        }
    };
}
