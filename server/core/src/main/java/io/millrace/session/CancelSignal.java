package io.millrace.session;

import java.util.Optional;

/**
 * A client's wish that what it asked for stops. It may come at any time: before the work begins it is not lost, after its end it has no
 * effect. One for each request; thread-safe.
 */
public final class CancelSignal {

    private boolean cancelled;
    private Optional<Runnable> stop = Optional.empty();

    /** Stops what runs now and what the request would run after that. */
    public void cancel() {
        Optional<Runnable> running;
        synchronized (this) {
            cancelled = true;
            running = stop;
        }
        running.ifPresent(Runnable::run);
    }

    /** Says how to stop what runs from now on; that is done at once when the wish is there already. */
    public void onCancel(Runnable newStop) {
        boolean already;
        synchronized (this) {
            stop = Optional.of(newStop);
            already = cancelled;
        }
        if (already) {
            newStop.run();
        }
    }
}
