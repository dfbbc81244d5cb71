package io.millrace.engine.delivery;

import java.util.Optional;

/** What a sink has, and what it will never get. Guarded by the lock of the {@link Delivery}. */
final class DeliveryCounts {

    private long batch;
    private long rows;
    private long skippedRows;

    /** The sink has a batch. */
    void delivered(OutboxBatch delivered) {
        batch = delivered.batch();
        rows += delivered.rows();
    }

    /** The sink never gets a batch. */
    void skipped(OutboxBatch skipped) {
        skippedRows += skipped.rows();
    }

    /** The number of the last batch that it has. */
    long batch() {
        return batch;
    }

    /** Rows that it has. */
    long rows() {
        return rows;
    }

    /** Rows that it never gets. */
    long skippedRows() {
        return skippedRows;
    }

    /** @param reached the number up to which it has everything, as far as is known */
    DeliveryStand stand(boolean suspended, Optional<Trouble> trouble, long reached, long newest) {
        return new DeliveryStand(suspended, trouble, reached, rows, skippedRows, newest);
    }

    void restore(DeliveryStand stand) {
        batch = stand.deliveredBatch();
        rows = stand.deliveredRows();
        skippedRows = stand.skippedRows();
    }
}
