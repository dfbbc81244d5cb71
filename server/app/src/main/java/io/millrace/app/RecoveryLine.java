package io.millrace.app;

import io.millrace.session.RecoveryProgress;

/** Tells on the error output how far a recovery has come, once a second when it takes long. */
final class RecoveryLine implements RecoveryProgress {

    private static final long NANOS_BETWEEN_LINES = 1_000_000_000;

    private long told = System.nanoTime();

    @Override
    public void at(long done, long all) {
        long now = System.nanoTime();
        if (now - told >= NANOS_BETWEEN_LINES) {
            told = now;
            System.err.println("Millrace is recovering: " + (all == 0 ? 100 : done * 100 / all) + " %");
        }
    }
}
