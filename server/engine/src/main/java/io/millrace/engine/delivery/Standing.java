package io.millrace.engine.delivery;

import io.millrace.engine.retry.RetryTimer;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be said of a delivery at a moment. */
record Standing(RetryTimer timer, Attempts attempts, Outbox outbox, boolean suspended) {

    SinkReport report(String name, long deliveredBatch, long deliveredRows, long skippedRows) {
        OutboxBatch oldest = outbox.oldest();
        SinkStatus status = status();
        Optional<Trouble> trouble = status == SinkStatus.STALLED ? Optional.of(silence()) : attempts.trouble();
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
        if (attempts.trouble().isEmpty()) {
            return SinkStatus.RUNNING;
        }
        return attempts.stopped() ? SinkStatus.FAILED : SinkStatus.RETRYING;
    }
}
