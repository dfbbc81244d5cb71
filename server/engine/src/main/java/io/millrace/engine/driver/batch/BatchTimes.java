package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchReport;

/** When a batch came to the ends of its steps, as it goes. Used by the driver's thread. */
final class BatchTimes {

    private final long begun;
    private long planned;
    private long executed;
    private long durable;
    private long bytes;

    /** @param begun when planning it began */
    BatchTimes(long begun) {
        this.begun = begun;
        planned = begun;
    }

    void planned() {
        planned = System.nanoTime();
    }

    void executed() {
        executed = System.nanoTime();
    }

    /** @param written bytes of its record */
    void written(long written) {
        bytes = written;
    }

    void durable() {
        durable = System.nanoTime();
    }

    /** When everybody can see it. */
    BatchReport report(BatchRun batch) {
        return new BatchReport(
                batch.time().batch(),
                batch.time().timestamp(),
                batch.rowsTaken(),
                planned - begun,
                executed - planned,
                durable - executed,
                System.nanoTime() - durable,
                bytes);
    }
}
