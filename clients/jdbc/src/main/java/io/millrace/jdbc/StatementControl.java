package io.millrace.jdbc;

import io.millrace.jdbc.http.ServerHttpClient;
import io.millrace.jdbc.http.ServerUnreachable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;

/**
 * What a statement needs beyond Avatica: cancelling, the query timeout, warnings, and errors in the server's words.
 *
 * <p>The timeout runs from the start of an execution to the end of its result. Cancelling is safe from any thread.
 */
final class StatementControl {

    /** A statement that has a control. */
    interface Holder {
        StatementControl control();

        /** What {@link java.sql.Statement#closeOnCompletion} asks for. */
        void completed();
    }

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final AvaticaStatement statement;
    private final ServerHttpClient server;
    private final StatementResults results;
    private volatile boolean closesOnCompletion;
    private volatile int timeoutSeconds;
    private volatile boolean running;
    private volatile boolean cancelled;
    private volatile boolean timedOut;
    private volatile Future<?> timeout;
    private volatile SQLWarning warnings;

    <S extends AvaticaStatement & Holder> StatementControl(S statement, StatementResults.Place place) {
        MillraceConnection connection = (MillraceConnection) statement.connection;
        this.statement = statement;
        this.server = connection.server();
        this.results = new StatementResults(connection, statement, place);
    }

    StatementResults results() {
        return results;
    }

    ServerHttpClient server() {
        return server;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "millrace-query-timeout");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }

    void setTimeoutSeconds(int seconds) throws SQLException {
        if (seconds < 0) {
            throw new SQLException("a query timeout cannot be negative", "HY000");
        }
        timeoutSeconds = seconds;
    }

    /** Runs one execution of the statement, or one of a batch. */
    <T> T execute(Callable<T> execution) throws SQLException {
        running = true;
        cancelled = false;
        timedOut = false;
        warnings = null;
        ServerHttpClient.takeWarnings();
        results.begin();
        int seconds = timeoutSeconds;
        if (seconds > 0) {
            timeout = TIMER.schedule(
                    () -> ForkJoinPool.commonPool().execute(this::stopForTimeout), seconds, TimeUnit.SECONDS);
        }
        try {
            T result = execution.call();
            if (statement.getResultSet() == null) {
                ended();
            }
            return result;
        } catch (Exception failure) {
            ended();
            throw translate(failure);
        } finally {
            running = false;
            keepWarnings(ServerHttpClient.takeWarnings());
        }
    }

    /** Runs one execution; whether its first result has rows. */
    boolean first(Callable<?> execution) throws SQLException {
        return execute(() -> {
            execution.call();
            return results.first();
        });
    }

    /** Runs one execution for its rows. Of several statements the last one has them. */
    ResultSet query(Callable<?> execution) throws SQLException {
        return execute(() -> {
            execution.call();
            results.last();
            ResultSet rows = statement.getResultSet();
            if (rows == null) {
                throw new SQLException("the statement returns no rows; use executeUpdate or execute", "07005");
            }
            return rows;
        });
    }

    /** Runs one execution for its count. Of several statements the last one has it. */
    long update(Callable<?> execution) throws SQLException {
        execute(() -> {
            execution.call();
            results.last();
            return null;
        });
        ResultSet rows = statement.getResultSet();
        if (rows != null) {
            rows.close();
            throw new SQLException("the statement returns rows; use executeQuery or execute", "07005");
        }
        return statement.getLargeUpdateCount();
    }

    private void stopForTimeout() {
        if (timeout != null) {
            timedOut = true;
            cancel();
        }
    }

    void cancel() {
        cancelled = true;
        release();
    }

    void closeOnCompletion() {
        closesOnCompletion = true;
    }

    boolean isClosedOnCompletion() {
        return closesOnCompletion;
    }

    /** Called when a result has been closed; those of an earlier execution do not end the statement. */
    void closed(AvaticaResultSet result) {
        if (closesOnCompletion && !running && !results.isAnyLeft(result)) {
            ((Holder) statement).completed();
        }
    }

    /** Closes all results on the server. */
    void release() {
        release(statement.getId());
    }

    /** Closes the result on the server; what the server or the network has against it does not matter any more. */
    void release(int statementId) {
        ended();
        try {
            server.cancel(statement.connection.id, statementId);
        } catch (ServerUnreachable unreachable) {
            // the server lets go of what nobody asks for
            return;
        }
    }

    /** No timeout is to strike any more. */
    void ended() {
        Future<?> running = timeout;
        timeout = null;
        if (running != null) {
            running.cancel(false);
        }
    }

    /** Whether a thread is executing the statement now; fetching rows does not count. */
    boolean isRunning() {
        return running;
    }

    void checkCancelled() {
        if (cancelled) {
            throw new StatementCancelled();
        }
    }

    SQLException translate(Throwable failure) {
        return timedOut ? SqlErrors.timeout(timeoutSeconds) : SqlErrors.translate(failure);
    }

    private void keepWarnings(List<String> texts) {
        for (String text : new ArrayList<>(texts)) {
            SQLWarning warning = new SQLWarning(text, "01000");
            if (warnings == null) {
                warnings = warning;
            } else {
                warnings.setNextWarning(warning);
            }
        }
    }

    SQLWarning warnings() {
        return warnings;
    }

    void clearWarnings() {
        warnings = null;
    }
}
