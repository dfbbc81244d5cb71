package io.millrace.session.running;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.session.Principal;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The statements of all sessions that have not ended. Thread-safe. */
public final class Executions {

    private final Clock clock;
    private final long most;
    private final ScheduledExecutorService timer;
    private final ServerMemory memory;
    private final AtomicLong lastId = new AtomicLong();
    private final StatementCounts counts = new StatementCounts();
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();

    /**
     * @param most how many may run at a time
     * @param timer stops those that take too long
     * @param memory gives each a budget
     */
    public Executions(Clock clock, long most, ScheduledExecutorService timer, ServerMemory memory) {
        this.clock = clock;
        this.most = most;
        this.timer = timer;
        this.memory = memory;
    }

    /** What all statements since the start come to. */
    public StatementCounts counts() {
        return counts;
    }

    /** An id for a statement, unique in the server. */
    public long nextId() {
        return lastId.incrementAndGet();
    }

    /**
     * Begins a run; the caller closes it.
     *
     * @param settings say how long it may take, and how much memory it may hold
     */
    public Execution begin(long id, String session, Principal principal, String sql, Settings settings) {
        if (running.size() >= most) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    most + " statements are running or hold an open result; close some, or raise the setting"
                            + " statements.running");
        }
        MemoryBudget budget = memory.statement(settings.number(Setting.STATEMENT_MEMORY));
        Execution execution = new Execution(
                id, session, principal, settings.text(Setting.SCHEMA), sql, clock.millis(), budget, running::remove);
        budget.whenFailed(execution::cancel);
        running.add(execution);
        Duration timeout = settings.duration(Setting.STATEMENT_TIMEOUT);
        if (!timeout.isZero()) {
            MillraceException cause = new MillraceException(
                    ErrorCode.QUERY_CANCELLED,
                    "the statement took longer than " + settings.text(Setting.STATEMENT_TIMEOUT)
                            + "; see the setting statement.timeout");
            execution.endAfter(
                    timer.schedule(() -> execution.cancel(cause), timeout.toMillis(), TimeUnit.MILLISECONDS));
        }
        return execution;
    }

    /** By id. */
    public List<Execution> all() {
        return running.stream()
                .sorted(Comparator.comparingLong(Execution::id).thenComparingLong(Execution::startedAt))
                .toList();
    }

    /** Stops what any session runs under the id; returns whether anything stops. */
    public boolean cancel(long id) {
        List<Execution> stopped = running.stream()
                .filter(execution -> execution.id() == id)
                .filter(Execution::cancel)
                .toList();
        return !stopped.isEmpty();
    }

    /** Whether somebody runs a statement under the id. */
    public boolean isRunBy(long id, Principal principal) {
        return running.stream()
                .anyMatch(execution ->
                        execution.id() == id && execution.principal().equals(principal));
    }

    /** Stops what goes on for those who are not what they were any more. */
    public void cancelFollowersOf(Predicate<Principal> who, MillraceException cause) {
        running.stream()
                .filter(execution -> execution.isFollowing() && who.test(execution.principal()))
                .forEach(execution -> execution.cancel(cause));
    }

    /** Stops all statements of a session. */
    public void cancelSession(String session) {
        running.stream()
                .filter(execution -> execution.session().equals(session))
                .forEach(Execution::cancel);
    }

    /** Stops what reads a relation. */
    public void cancelReaders(String relation, MillraceException cause) {
        running.stream()
                .filter(execution -> execution.isReading(relation))
                .forEach(execution -> execution.cancel(cause));
    }

    /** Stops what goes on with a relation as it changes. */
    public void cancelFollowers(String relation, MillraceException cause) {
        running.stream()
                .filter(execution -> execution.isFollowing(relation))
                .forEach(execution -> execution.cancel(cause));
    }

    /** Stops results that no client has fetched from for the time. */
    public void expire(Duration lease) {
        long since = clock.millis() - lease.toMillis();
        MillraceException cause = new MillraceException(
                ErrorCode.QUERY_CANCELLED,
                "the result was closed because nothing was fetched for " + lease.toSeconds()
                        + " seconds; see the setting cursor.lease");
        running.stream()
                .filter(execution -> execution.hasCursor() && execution.lastUse() < since)
                .forEach(execution -> execution.cancel(cause));
    }
}
