package io.millrace.engine.retry;

import io.millrace.spi.error.MillraceException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Writes a problem that comes again and again to the log: when it occurs first, then at most once a minute, with how often it came in
 * between. One for each thing that can be in trouble. Safe to be used by any thread.
 */
public final class ProblemLog {

    private static final long NANOS_BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final RetryTimer timer;
    private boolean written;
    private boolean open;
    private long writtenNanos;
    private long withheld;

    public ProblemLog(Logger log, RetryTimer timer) {
        this.log = log;
        this.timer = timer;
    }

    /** @param what is in trouble and why, in a sentence without a stop */
    public synchronized void occurred(String what, Throwable cause) {
        long now = timer.nanos();
        if (written && now - writtenNanos < NANOS_BETWEEN_LINES) {
            withheld++;
            return;
        }
        String text = withheld == 0 ? what : what + " (" + withheld + " times more since the last line)";
        if (cause instanceof MillraceException) {
            log.warn(text);
        } else {
            log.warn(text, cause);
        }
        written = true;
        open = true;
        writtenNanos = now;
        withheld = 0;
    }

    /** The trouble is over; told when it was told that there is some. */
    public synchronized void solved(String what) {
        if (open) {
            log.info(what);
        }
        open = false;
    }
}
