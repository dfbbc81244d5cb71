package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** Somebody who works on the server until it is killed, on a thread and a connection of his own. */
abstract class Client {

    private final Random random;
    private Thread thread;
    private volatile boolean stopping;
    private volatile Throwable failure;

    Client(Random random) {
        this.random = random;
    }

    Random random() {
        return random;
    }

    /** Works until the server is gone. */
    final void start(KilledServer server) {
        stopping = false;
        thread = new Thread(() -> run(server), getClass().getSimpleName());
        thread.start();
    }

    private void run(KilledServer server) {
        try (Connection connection = server.connect()) {
            while (!stopping) {
                work(connection);
            }
        } catch (SQLException e) {
            if (!isGone(e)) {
                failure = e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** One piece of work; who is not sure of its outcome remembers that. */
    abstract void work(Connection connection) throws SQLException, InterruptedException;

    /** Whether that says nothing else than that the server is gone, or going. */
    static boolean isGone(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57");
    }

    /** Waits for its end; fails when the server gave an answer that it must not give. */
    final void join() throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.join();
            thread = null;
        }
        if (failure != null) {
            StringBuilder causes = new StringBuilder();
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                causes.append(": ").append(cause);
            }
            throw new AssertionError(getClass().getSimpleName() + " failed" + causes, failure);
        }
    }
}
