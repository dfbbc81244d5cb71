package io.millrace.engine.driver;

import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.time.BatchClock;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.function.Supplier;

/** Lets somebody else than the machine tell the time of the server. May be used by any thread. */
public final class ClockControl {

    private final BatchClock clock;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;

    ClockControl(BatchClock clock, BatchCoordinator coordinator, DriverThread thread) {
        this.clock = clock;
        this.coordinator = coordinator;
        this.thread = thread;
    }

    /** Lets time stand still until {@link #advance} moves it. */
    public void hold() {
        thread.call(() -> {
            clock.hold();
            coordinator.history().clock(true, clock.millis());
            return null;
        });
    }

    /** Lets time run again: from the machine's clock or, when it is ahead of that, from where it stands. */
    public void release() {
        thread.call(() -> {
            clock.release();
            coordinator.history().clock(false, clock.millis());
            return null;
        });
    }

    /**
     * Moves time that stands still, and with it the watermarks of streams that are fed by INSERT; returns when all that is due
     * then can be seen.
     *
     * @throws MillraceException CLOCK_REFUSED when time does not stand still; INVALID_ARGUMENT when it would go back. Before the
     *     first batch it may, because no time was given out yet.
     */
    public void advance(long millis, Cancellation cancellation) {
        Supplier<Void> request = () -> {
            if (!clock.manual()) {
                throw new MillraceException(
                        ErrorCode.CLOCK_REFUSED, "the clock runs by itself; write SET CLOCK MANUAL first");
            }
            if (millis < clock.millis() && coordinator.published().batch() > 0) {
                throw new MillraceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "time never goes back, and the clock stands at " + clock.text()
                                + "; only on a new server, before its first batch, may it begin anywhere");
            }
            coordinator.history().clock(true, millis);
            thread.advanceClock(millis);
            return null;
        };
        thread.call(request, cancellation);
    }
}
