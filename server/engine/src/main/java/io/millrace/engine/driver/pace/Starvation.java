package io.millrace.engine.driver.pace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many batches one after the other the heap had no room for. Used by the driver's thread. */
public final class Starvation {

    private static final Logger log = LoggerFactory.getLogger(Starvation.class);

    /** How often a batch is run again because of that. */
    private static final int MOST = 40;

    private static final long REST_MILLIS = 20;
    private static final long LONGEST_REST_MILLIS = 500;

    private int batches;

    /** Another batch was starved: whether it shall be tried again as it is. When not, the count begins anew. */
    public boolean mayRunAgain() {
        batches++;
        log.warn("the heap had no room for a batch, which was taken back and is run again ({})", batches);
        boolean again = batches < MOST;
        batches = again ? batches : 0;
        return again;
    }

    /** Leaves those beside the batch some time to end, the longer the more often they had it. */
    public void rest() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(LONGEST_REST_MILLIS, REST_MILLIS * batches)));
    }

    /** A batch had the room that it needed. */
    public void over() {
        batches = 0;
    }
}
