package io.millrace.session.durable;

import io.millrace.engine.retry.ProblemLog;
import io.millrace.engine.retry.RetryTimer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes checkpoints when it is time. One that failed is tried again after a while. */
final class CheckpointWatch extends Thread {

    private static final Logger log = LoggerFactory.getLogger(CheckpointWatch.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Checkpoints checkpoints;
    private final ProblemLog problems = new ProblemLog(log, RetryTimer.SYSTEM);
    private volatile boolean closed;

    CheckpointWatch(Checkpoints checkpoints) {
        super("checkpoints");
        this.checkpoints = checkpoints;
        setDaemon(true);
    }

    @Override
    public void run() {
        Duration pause = PAUSE;
        while (!closed) {
            LockSupport.parkNanos(pause.toNanos());
            pause = closed || takeIfDue() ? PAUSE : PAUSE_AFTER_FAILURE;
        }
    }

    private boolean takeIfDue() {
        try {
            if (checkpoints.isDue()) {
                checkpoints.takeSoon();
                problems.solved("checkpoints are taken again");
            }
            return true;
        } catch (RuntimeException e) {
            problems.occurred("no checkpoint can be taken, the one before stays: " + e.getMessage(), e);
            return false;
        }
    }

    /** Takes none any more, after the one that is being taken. */
    void close() {
        closed = true;
        LockSupport.unpark(this);
    }
}
