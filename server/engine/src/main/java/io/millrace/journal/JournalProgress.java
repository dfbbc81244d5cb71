package io.millrace.journal;

/** How far the records have come, and since when some wait; guarded by the lock of {@link Appends}. */
final class JournalProgress {

    private final Durability durability;
    private final long interval;
    private long writtenLsn;
    private long durableLsn;
    private long wantedLsn;
    private long undurableBytes;
    private boolean waiting;
    private long waitingSince;

    /** @param lastLsn the last record that is there already */
    JournalProgress(JournalOptions options, long lastLsn) {
        durability = options.durability();
        interval = options.interval().toNanos();
        writtenLsn = lastLsn;
        durableLsn = lastLsn;
        wantedLsn = lastLsn;
    }

    /** A record was added; whether it is the first that waits. */
    boolean added() {
        boolean first = !waiting;
        if (first) {
            waiting = true;
            waitingSince = System.nanoTime();
        }
        return first;
    }

    /** Somebody waits for a record; whether nobody has waited for it, or a later one, before. */
    boolean want(long lsn) {
        boolean news = wantedLsn < lsn;
        wantedLsn = Math.max(wantedLsn, lsn);
        return news;
    }

    /** The last record that is as durable as the setting says. */
    long reachedLsn() {
        return durability == Durability.FSYNC ? durableLsn : writtenLsn;
    }

    long durableLsn() {
        return durableLsn;
    }

    long undurableBytes() {
        return undurableBytes;
    }

    boolean wanted() {
        return wantedLsn > reachedLsn();
    }

    boolean anyWaiting() {
        return waiting;
    }

    /** Until when, in nanoseconds from now, what waits may go on waiting. */
    long nanosLeft() {
        return waiting ? waitingSince + interval - System.nanoTime() : Long.MAX_VALUE;
    }

    /** Whether the next write has to be forced. */
    boolean mustForce() {
        return switch (durability) {
            case FSYNC -> wanted() || nanosLeft() <= 0;
            case INTERVAL -> nanosLeft() <= 0;
            case NONE -> false;
        };
    }

    void taken(long bytes) {
        undurableBytes += bytes;
    }

    /**
     * Everything up to a record was written.
     *
     * @param more whether others were added meanwhile
     */
    void written(long lsn, boolean forced, boolean more) {
        writtenLsn = lsn;
        if (forced) {
            durableLsn = lsn;
            undurableBytes = 0;
        }
        if (forced || durability == Durability.NONE) {
            waiting = more;
            waitingSince = System.nanoTime();
        }
    }
}
