package io.millrace.engine.local;

import java.util.function.IntConsumer;

/** Runs a task once per partition and waits; see {@link io.millrace.engine.run.Engine#onPartitions}. */
interface Parallel {

    int partitions();

    void onPartitions(long rows, IntConsumer task);

    /** One partition, on the calling thread. */
    Parallel SINGLE = new Parallel() {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public void onPartitions(long rows, IntConsumer task) {
            task.accept(0);
        }
    };
}
