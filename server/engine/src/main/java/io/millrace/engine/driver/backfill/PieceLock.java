package io.millrace.engine.driver.backfill;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Held during a piece: what a checkpoint has of a backfill is what that is between two pieces. */
final class PieceLock {

    private static final int MOST_WAITS_FOR_CUT = 200;
    private static final long WAIT_FOR_CUT = 1_000_000;

    private final ReentrantLock piece = new ReentrantLock();
    private volatile boolean cutWanted;

    /** Does what nobody cuts in the middle of. */
    void during(Runnable work) {
        piece.lock();
        try {
            work.run();
        } finally {
            piece.unlock();
        }
    }

    /**
     * Cuts at once, or not at all: then {@link #letCut} will wait for the next attempt.
     *
     * @param cut empty when there is nothing to cut yet
     */
    <T> Optional<T> between(Supplier<Optional<T>> cut) {
        if (!piece.tryLock()) {
            cutWanted = true;
            return Optional.empty();
        }
        try {
            cutWanted = false;
            Optional<T> done = cut.get();
            cutWanted = done.isEmpty();
            return done;
        } finally {
            piece.unlock();
        }
    }

    /** Waits a moment between two pieces when somebody wants a cut. */
    void letCut(BooleanSupplier goesOn) {
        for (int i = 0; i < MOST_WAITS_FOR_CUT && cutWanted && goesOn.getAsBoolean(); i++) {
            LockSupport.parkNanos(WAIT_FOR_CUT);
        }
        cutWanted = false;
    }
}
