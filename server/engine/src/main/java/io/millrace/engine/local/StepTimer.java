package io.millrace.engine.local;

/** Attributes the time of one partition's thread to the step whose own code runs, although steps call each other. */
final class StepTimer {

    private StepRun current;
    private long since;

    /** The step begins to run; returns the one that called it, to be handed to {@link #leave}. */
    StepRun enter(StepRun step) {
        long now = System.nanoTime();
        StepRun caller = current;
        if (caller != null) {
            caller.addNanos(now - since);
        }
        current = step;
        since = now;
        return caller;
    }

    void leave(StepRun caller) {
        long now = System.nanoTime();
        current.addNanos(now - since);
        current = caller;
        since = now;
    }

    /** Forgets who was running: after a step failed. */
    void reset() {
        current = null;
    }
}
