package io.millrace.engine.driver;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the server is being put back to where it was. Until that has ended no batch runs by itself, no source is opened and nothing
 * leaves the server: whoever recovers decides what happens, and in which order.
 *
 * <p>The phase may be read by any thread; the rest belongs to the driver's.
 */
final class Recovery {

    private enum Phase {
        /** The server runs. */
        NONE,
        /** Definitions are made whose state comes from a checkpoint. */
        RESTORING,
        /** What came after the checkpoint is done again. */
        REPLAYING
    }

    private final List<Runnable> deferred = new ArrayList<>();
    private volatile Phase phase = Phase.NONE;

    /** Whether the server does not run by itself. */
    boolean isRunning() {
        return phase != Phase.NONE;
    }

    /** Whether the state of what is defined now comes later, so that nothing is to be read for it. */
    boolean isRestoring() {
        return phase == Phase.RESTORING;
    }

    /** @param state whether the state of definitions will be put into them */
    void begin(boolean state) {
        if (isRunning()) {
            throw new IllegalStateException("the server is being recovered already");
        }
        phase = state ? Phase.RESTORING : Phase.REPLAYING;
    }

    /** All that was defined has its state. */
    void restored() {
        if (phase != Phase.RESTORING) {
            throw new IllegalStateException("state is put into a server that was not begun for it");
        }
        phase = Phase.REPLAYING;
    }

    /** Does something at the end of a recovery, or at once when there is none. */
    void afterwards(Runnable action) {
        if (isRunning()) {
            deferred.add(action);
        } else {
            action.run();
        }
    }

    /** The server runs by itself from now on. */
    void end() {
        phase = Phase.NONE;
        List<Runnable> due = List.copyOf(deferred);
        deferred.clear();
        due.forEach(Runnable::run);
    }
}
