package io.millrace.engine.traffic;

import io.millrace.spi.connector.progress.SourceBacklog;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Counts what comes in of one stream or table, second by second. Thread-safe; told once a batch, and whenever the source was asked what it has.
 */
public final class Traffic {

    /** Over how many seconds rates are taken. */
    private static final int WINDOW = 10;

    private static final long MILLIS = 1_000;

    private final LongSupplier clock;
    private final boolean bytesKnown;
    /** Seconds that the places below are of. */
    private final long[] seconds = new long[WINDOW];

    private final long[] rows = new long[WINDOW];
    private final long[] bytes = new long[WINDOW];
    private long since;
    private long lastRowAt = -1;
    private SourceBacklog backlog = SourceBacklog.UNKNOWN;
    private boolean asked;
    private boolean caughtUp;
    private long caughtUpAt;

    /** @param bytesKnown whether it is also told of bytes */
    public Traffic(boolean bytesKnown) {
        this(bytesKnown, System::currentTimeMillis);
    }

    Traffic(boolean bytesKnown, LongSupplier clock) {
        this.bytesKnown = bytesKnown;
        this.clock = clock;
        begin();
    }

    /** Forgets what was told so far: it was done again after a restart, and nothing came in. */
    public synchronized void begin() {
        since = clock.getAsLong();
        caughtUpAt = since;
        lastRowAt = -1;
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    /** A batch has taken rows. */
    public synchronized void took(long newRows, long newBytes) {
        if (newRows <= 0 && newBytes <= 0) {
            return;
        }
        long now = clock.getAsLong();
        lastRowAt = newRows > 0 ? now : lastRowAt;
        long second = now / MILLIS;
        int place = (int) (second % WINDOW);
        if (seconds[place] != second) {
            seconds[place] = second;
            rows[place] = 0;
            bytes[place] = 0;
        }
        rows[place] += Math.max(0, newRows);
        bytes[place] += Math.max(0, newBytes);
    }

    /**
     * The source was asked what it has.
     *
     * @param nothing whether all of it was read
     */
    public synchronized void found(SourceBacklog unread, boolean nothing) {
        asked = true;
        backlog = unread;
        caughtUp = nothing;
        caughtUpAt = nothing ? clock.getAsLong() : caughtUpAt;
    }

    /** @param troubled whether the source does not answer now */
    public synchronized TrafficReport report(boolean troubled) {
        long now = clock.getAsLong();
        double span = Math.max(1, Math.min(WINDOW, (now - since) / (double) MILLIS));
        double behind = caughtUp && !troubled ? 0 : Math.max(0, now - caughtUpAt) / (double) MILLIS;
        return new TrafficReport(
                since,
                lastRowAt < 0 ? OptionalLong.empty() : OptionalLong.of(lastRowAt),
                sum(rows, now) / span,
                bytesKnown ? OptionalDouble.of(sum(bytes, now) / span) : OptionalDouble.empty(),
                backlog.rows(),
                backlog.bytes(),
                asked ? OptionalDouble.of(behind) : OptionalDouble.empty());
    }

    private long sum(long[] counts, long now) {
        long sum = 0;
        for (int place = 0; place < WINDOW; place++) {
            sum += seconds[place] > now / MILLIS - WINDOW ? counts[place] : 0;
        }
        return sum;
    }
}
