package io.millrace.engine.driver;

import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The waiting of a statement for the batch that takes its rows. When it is cancelled before one did, the rows are taken back; after that
 * the batch decides, which is waited for a little longer.
 */
final class CommitWait implements Cancellation {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final BooleanSupplier withdrawal;
    private final Cancellation cancellation;
    private long cancelledNanos;
    private boolean cancelled;

    /** @param withdrawal takes the rows back, and says whether no batch had taken them */
    CommitWait(BooleanSupplier withdrawal, Cancellation cancellation) {
        this.withdrawal = withdrawal;
        this.cancellation = cancellation;
    }

    @Override
    public void check() {
        try {
            cancellation.check();
        } catch (MillraceException cause) {
            if (withdrawal.getAsBoolean()) {
                throw cause;
            }
            if (!cancelled) {
                cancelled = true;
                cancelledNanos = System.nanoTime();
            } else if (System.nanoTime() - cancelledNanos > PATIENCE_NANOS) {
                throw new MillraceException(
                        ErrorCode.QUERY_CANCELLED,
                        cause.getMessage() + ", but a batch had begun with its rows: they are there when it ends,"
                                + " unless it refuses them",
                        cause);
            }
        }
    }
}
