package io.millrace.engine.delivery;

import io.millrace.engine.retry.RetryTimer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be said of a delivery at a moment.
 *
 * @param thread null as long as the sink is not called
 */
record Standing(RetryTimer timer, Attempts attempts, Outbox outbox, boolean suspended, DeliveryThread thread) {

    SinkReport report(String name, long deliveredBatch, long deliveredRows, long skippedRows) {
        OutboxBatch oldest = outbox.oldest();
        SinkStatus status = status();
        Optional<Trouble> trouble = status == SinkStatus.STALLED ? Optional.of(silence()) : trouble();
        return new SinkReport(
                name,
                status,
                trouble.map(Trouble::text),
                trouble.map(Trouble::sinceMillis).map(OptionalLong::of).orElse(OptionalLong.empty()),
                deliveredBatch == 0 ? OptionalLong.empty() : OptionalLong.of(deliveredBatch),
                deliveredRows,
                oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.batch()),
                outbox.batches(),
                outbox.rows(),
                outbox.bytes(),
                oldest == null ? 0 : (timer.nanos() - oldest.nanos()) / 1_000_000,
                skippedRows);
    }

    /** What an attempt has failed with, or else a call without a batch. */
    private Optional<Trouble> trouble() {
        return attempts.trouble().or(() -> Optional.ofNullable(thread).flatMap(DeliveryThread::idleTrouble));
    }

    private Trouble silence() {
        long millis = attempts.nanosUnderWay() / 1_000_000;
        String text = "batch " + outbox.oldest().batch() + " was given to the outside system " + millis / 1000
                + " s ago and there is no answer";
        return new Trouble(text, timer.millis() - millis, false);
    }

    private SinkStatus status() {
        if (attempts.stalled()) {
            return SinkStatus.STALLED;
        }
        if (suspended && !attempts.underWay()) {
            return SinkStatus.SUSPENDED;
        }
        if (trouble().isEmpty()) {
            return SinkStatus.RUNNING;
        }
        return attempts.stopped() ? SinkStatus.FAILED : SinkStatus.RETRYING;
    }
}
