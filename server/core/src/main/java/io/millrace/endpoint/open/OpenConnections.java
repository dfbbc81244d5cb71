package io.millrace.endpoint.open;

import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that clients hold, by the ids they chose; closes those that their clients forgot. Thread-safe. */
public final class OpenConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    /** How many there may be; each user may have half of them. */
    private static final int MOST = 10_000;

    private static final long EXPIRY_INTERVAL_MILLIS = 250;

    private final SqlService service;
    private final Leases leases;
    private final Clock clock;
    private final long startedAt;
    /** Whose request a thread serves. */
    private final ThreadLocal<Principal> caller = ThreadLocal.withInitial(() -> Principal.anybody(""));

    private final Map<String, OpenConnection> byId = new ConcurrentHashMap<>();
    private final ScheduledExecutorService expirer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "expire-cursors");
        thread.setDaemon(true);
        return thread;
    });

    public OpenConnections(SqlService service, Leases leases, Clock clock) {
        this.service = service;
        this.leases = leases;
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    /** Does what a request of somebody asks for: it reaches only that somebody's connections. */
    public <T> T as(Principal principal, Supplier<T> work) {
        caller.set(principal);
        try {
            return work.get();
        } finally {
            caller.remove();
        }
    }

    /** Somebody else's connection is not there. */
    private OpenConnection find(String id) {
        OpenConnection connection = id == null ? null : byId.get(id);
        return connection != null && isOf(connection.session().principal(), caller.get()) ? connection : null;
    }

    /** Who nobody knows may have said different names. */
    private static boolean isOf(Principal owner, Principal caller) {
        return owner.equals(caller)
                || (owner.kind() == Principal.Kind.ANYBODY && caller.kind() == Principal.Kind.ANYBODY);
    }

    /** Opens a session and keeps it under the client's id. */
    public void open(String id, Map<String, String> info) {
        if (byId.containsKey(id)) {
            throw new MillraceException(ErrorCode.PROTOCOL_VIOLATION, "the connection is open already");
        }
        checkRoom();
        Map<String, String> settings = new HashMap<>(info);
        String user = settings.remove("user");
        settings.remove("password");
        boolean everyResult = ClientProperties.takesEveryResult(settings);
        ClientProperties.removeFrom(settings);
        Principal principal = caller.get().kind() == Principal.Kind.ANYBODY
                ? Principal.anybody(user == null ? "" : user)
                : caller.get();
        OpenConnection opened = new OpenConnection(id, service.open(principal, settings), everyResult, leases, clock);
        if (byId.putIfAbsent(id, opened) != null) {
            opened.close();
            throw new MillraceException(ErrorCode.PROTOCOL_VIOLATION, "the connection is open already");
        }
    }

    /** Nobody takes all the room, but who is nobody in particular. */
    private void checkRoom() {
        if (byId.size() >= MOST) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, MOST + " connections are open; try again when some are closed");
        }
        Principal principal = caller.get();
        if (byId.size() >= MOST / 2
                && principal.kind() != Principal.Kind.ANYBODY
                && byId.values().stream()
                                .filter(open -> open.session().principal().equals(principal))
                                .count()
                        >= MOST / 2) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "you have " + MOST / 2 + " open connections; close some");
        }
    }

    public OpenConnection get(String id) {
        OpenConnection connection = find(id);
        if (connection == null) {
            throw new MillraceException(ErrorCode.CONNECTION_NOT_FOUND, unknown());
        }
        return connection;
    }

    /** Why a connection is not there: one that is younger than its lease cannot have expired. */
    private String unknown() {
        Duration up = Duration.ofMillis(clock.millis() - startedAt);
        return up.compareTo(leases.connection()) < 0
                ? "the server does not know the connection: it was closed, or the server, which was started "
                        + up.toSeconds() + " seconds ago, was started after it was made; connect again"
                : "the connection is closed, or expired because nothing was asked for a long time; connect again";
    }

    /** Closes a connection; no effect when it is closed already. */
    public void close(String id) {
        if (find(id) != null) {
            end(id);
        }
    }

    private void end(String id) {
        OpenConnection connection = byId.remove(id);
        if (connection != null) {
            connection.close();
        }
    }

    /** Stops what a statement runs; returns whether there is such a statement. */
    public boolean cancel(String connectionId, int statementId) {
        OpenConnection connection = find(connectionId);
        return connection != null
                && connection
                        .statement(statementId)
                        .map(statement -> {
                            statement.cancel();
                            return true;
                        })
                        .orElse(false);
    }

    /** Closes what nobody asked for since its lease ended. */
    void expire() {
        for (OpenConnection connection : byId.values()) {
            connection.expireCursors();
            if (connection.isOver()) {
                end(connection.id());
            }
        }
    }

    public void startExpiring() {
        expirer.scheduleWithFixedDelay(
                () -> {
                    try {
                        expire();
                    } catch (RuntimeException failure) {
                        LOG.error("cannot close what expired", failure);
                    }
                },
                EXPIRY_INTERVAL_MILLIS,
                EXPIRY_INTERVAL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        expirer.shutdownNow();
        byId.keySet().forEach(this::end);
    }
}
