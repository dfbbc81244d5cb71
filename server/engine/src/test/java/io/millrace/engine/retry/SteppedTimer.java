package io.millrace.engine.retry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** Time that passes when a test says so, or as soon as somebody waits for it. */
public final class SteppedTimer implements RetryTimer {

    private final AtomicLong nanos = new AtomicLong();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final boolean flowing;

    private SteppedTimer(boolean flowing) {
        this.flowing = flowing;
    }

    /** Who waits finds the time over at once. */
    public static SteppedTimer flowing() {
        return new SteppedTimer(true);
    }

    /** Time stands until {@link #advance}. */
    public static SteppedTimer standing() {
        return new SteppedTimer(false);
    }

    public void advance(long count, TimeUnit unit) {
        nanos.addAndGet(unit.toNanos(count));
    }

    /** How long somebody has wanted to wait, each time. */
    public List<Long> waits() {
        return waits;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.get());
    }

    @Override
    public void await(Condition signal, long wanted) throws InterruptedException {
        if (flowing) {
            waits.add(wanted);
            nanos.addAndGet(wanted);
        } else {
            signal.await(1, TimeUnit.MILLISECONDS);
        }
    }
}
