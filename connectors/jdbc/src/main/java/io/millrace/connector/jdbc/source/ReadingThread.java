package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.JdbcErrors;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.error.MillraceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a database until there is nothing more to read or it is closed, and again, after growing pauses, when that fails. */
public final class ReadingThread implements AutoCloseable {

    /** One attempt to read. */
    public interface Work {
        /**
         * Reads what there is now.
         *
         * @return when to look again; null when there will never be more
         */
        Duration read() throws SQLException, InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReadingThread.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final String name;
    private final String what;
    private final ReadingConnections connections;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Thread thread;
    private volatile boolean answered;

    /**
     * Makes a thread that does not run yet.
     *
     * @param what is read, for messages
     */
    public ReadingThread(String name, String what, ReadingConnections connections) {
        this.name = name;
        this.what = what;
        this.connections = connections;
    }

    public void start(Work work, Receiver receiver) {
        thread = new Thread(() -> run(work, receiver), "millrace-jdbc-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The database has answered in this attempt: a failure that comes long after that is no reason for a longer pause. */
    public void answered() {
        answered = true;
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run(Work work, Receiver receiver) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!isClosed()) {
                long wait;
                long begun = System.nanoTime();
                answered = false;
                try {
                    Duration next = work.read();
                    if (next == null) {
                        return;
                    }
                    wait = next.toMillis();
                    pause = FIRST_PAUSE_MILLIS;
                } catch (SQLException | RuntimeException | Error e) { // also memory or classes that a driver lacks
                    report(receiver, problem(e));
                    boolean ranWell = answered && System.nanoTime() - begun > LONGEST_PAUSE_MILLIS * 1_000_000;
                    pause = ranWell ? FIRST_PAUSE_MILLIS : pause;
                    wait = pause;
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
                closed.await(Math.max(1, wait), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.close();
        }
    }

    private String problem(Throwable failure) {
        if (failure instanceof SQLException refusal) {
            return JdbcErrors.ofSource(what + " cannot be read", refusal).getMessage();
        }
        if (failure instanceof MillraceException known) {
            return known.userMessage();
        }
        LOG.warn("{} cannot be read", what, failure);
        return what + " cannot be read: " + failure.getMessage();
    }

    private void report(Receiver receiver, String problem) {
        if (!isClosed()) {
            receiver.problem(problem);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread != null) {
            thread.interrupt();
        }
        connections.close();
    }
}
