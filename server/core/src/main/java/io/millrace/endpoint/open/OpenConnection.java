package io.millrace.endpoint.open;

import io.millrace.session.Session;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;

/** A client's connection: its session and its statements by number. Thread-safe. */
public final class OpenConnection implements AutoCloseable {

    private static final int MOST_STATEMENTS = 10_000;

    private final String id;
    private final Session session;
    private final boolean everyResult;
    private final Leases leases;
    private final Clock clock;
    private final Lease lease;
    private final Map<Integer, OpenStatement> statements = new ConcurrentHashMap<>();
    private final AtomicInteger lastStatement = new AtomicInteger();
    private final ConnectionPropertiesImpl properties = new ConnectionPropertiesImpl(true, false, 0, "", null);

    OpenConnection(String id, Session session, boolean everyResult, Leases leases, Clock clock) {
        this.id = id;
        this.session = session;
        this.everyResult = everyResult;
        this.leases = leases;
        this.clock = clock;
        this.lease = new Lease(clock);
    }

    public String id() {
        return id;
    }

    public Session session() {
        return session;
    }

    /** Whether the client takes the results of all statements of a text; others take the first that they get, so they get the last. */
    public boolean takesEveryResult() {
        return everyResult;
    }

    /** What JDBC calls auto-commit, read-only and so on, as the client set them; to be used under its own lock. */
    public ConnectionPropertiesImpl properties() {
        return properties;
    }

    /** Serves a request of the client; the connection does not expire meanwhile. */
    public <T> T use(Function<OpenConnection, T> work) {
        lease.begin();
        try {
            return work.apply(this);
        } finally {
            lease.end();
        }
    }

    /** @throws MillraceException LIMIT_EXCEEDED when a client makes more and more of them and closes none */
    public OpenStatement newStatement() {
        if (statements.size() >= MOST_STATEMENTS) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "the connection has " + MOST_STATEMENTS + " open statements; close some");
        }
        OpenStatement statement = new OpenStatement(
                lastStatement.incrementAndGet(), session, clock, closed -> statements.remove(closed.id()));
        statements.put(statement.id(), statement);
        return statement;
    }

    /** What stands for one more result of a statement; it ends with the statement's other results. */
    public OpenStatement newResult(OpenStatement statement) {
        OpenStatement result = newStatement();
        statement.addResult(result);
        return result;
    }

    public Optional<OpenStatement> statement(int statementId) {
        return Optional.ofNullable(statements.get(statementId));
    }

    public void closeStatement(int statementId) {
        OpenStatement statement = statements.remove(statementId);
        if (statement != null) {
            statement.close();
        }
    }

    void expireCursors() {
        statements.values().forEach(statement -> statement.expireCursor(leases));
    }

    /** Whether the client seems to be gone: nothing asked for a long time, and nothing open. */
    boolean isOver() {
        return lease.isOver(leases.connection())
                && statements.values().stream().noneMatch(OpenStatement::hasOpenCursor);
    }

    @Override
    public void close() {
        statements.values().forEach(OpenStatement::close);
        statements.clear();
        session.close();
    }
}
