package io.millrace.endpoint;

import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.SentRows;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The keys under which clients have sent rows, in a table of the server: a key comes into it in the transaction that inserts its rows, so
 * that both are there or neither. Thread-safe.
 */
final class IngestKeys {

    static final String TABLE = SentRows.TABLE_OF_KEYS;

    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(10);
    private static final Duration FETCH = Duration.ofSeconds(10);

    private final Clock clock;
    private long forgottenAt;

    IngestKeys(Clock clock) {
        this.clock = clock;
        this.forgottenAt = clock.millis();
    }

    /**
     * What was inserted under a key.
     *
     * @param taken how many rows there were; those that were refused are told once only
     * @param repeated whether that was done before
     */
    record Done(SentRows.Taken taken, boolean repeated) {

        static Done before(long rows) {
            return new Done(new SentRows.Taken(rows, 0), true);
        }
    }

    /**
     * Inserts rows unless that was done under the key.
     *
     * @param service makes the table, which belongs to nobody
     * @param session has no transaction open
     * @param insertion inserts them and tells how many
     */
    Done once(SqlService service, Session session, String stream, String key, Supplier<SentRows.Taken> insertion) {
        OptionalLong before = known(service, session, stream, key);
        if (before.isPresent()) {
            return Done.before(before.getAsLong());
        }
        forget(session);
        session.autoCommit(false);
        try {
            SentRows.Taken taken = insertion.get();
            update(
                    session,
                    "INSERT INTO " + TABLE + " VALUES (?, ?, ?, LOCALTIMESTAMP)",
                    List.of(stream, key, taken.rows()));
            session.commit();
            return new Done(taken, false);
        } catch (MillraceException e) {
            session.rollback();
            session.autoCommit(true);
            OptionalLong meanwhile = rows(session, stream, key);
            if (meanwhile.isPresent()) {
                return Done.before(meanwhile.getAsLong());
            }
            throw e;
        }
    }

    private static OptionalLong known(SqlService service, Session session, String stream, String key) {
        try {
            return rows(session, stream, key);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.RELATION_NOT_FOUND) {
                throw e;
            }
            make(service);
            return rows(session, stream, key);
        }
    }

    private static void make(SqlService service) {
        try (Session server = service.open(Principal.server("http"), Map.of())) {
            update(
                    server,
                    "CREATE TABLE IF NOT EXISTS " + TABLE + " (stream VARCHAR, key VARCHAR, inserted BIGINT NOT NULL,"
                            + " at TIMESTAMP(3) NOT NULL, PRIMARY KEY (stream, key))",
                    List.of());
        }
    }

    /** Keys are remembered for a day. */
    private void forget(Session session) {
        synchronized (this) {
            if (clock.millis() - forgottenAt < FORGOTTEN_EVERY.toMillis()) {
                return;
            }
            forgottenAt = clock.millis();
        }
        update(session, "DELETE FROM " + TABLE + " WHERE at < LOCALTIMESTAMP - INTERVAL '1' DAY", List.of());
    }

    private static void update(Session session, String sql, List<Object> parameters) {
        session.execute(session.prepare(sql), parameters, 0);
    }

    private static OptionalLong rows(Session session, String stream, String key) {
        Outcome outcome = session.execute(
                session.prepare("SELECT inserted FROM " + TABLE + " WHERE stream = ? AND key = ?"),
                List.of(stream, key),
                0);
        try (var cursor = ((Outcome.Rows) outcome).cursor()) {
            List<Page> pages = cursor.fetch(1, FETCH).pages();
            return pages.isEmpty() || pages.get(0).size() == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(((LongColumn) pages.get(0).column(0)).values()[0]);
        }
    }
}
