package io.millrace.engine.retry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Tells the time and waits for those who try again; tests step it instead of sleeping. Safe to be used by any thread. */
public interface RetryTimer {

    /** The machine's clock. */
    RetryTimer SYSTEM = new RetryTimer() {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public void await(Condition signal, long nanos) throws InterruptedException {
            signal.await(nanos, TimeUnit.NANOSECONDS);
        }
    };

    /** Nanoseconds since some moment, to be compared with others of this timer. */
    long nanos();

    /** Epoch milliseconds. */
    long millis();

    /** Waits until somebody signals or the time is over; returns sooner if it likes. Called with the condition's lock held. */
    void await(Condition signal, long nanos) throws InterruptedException;
}
