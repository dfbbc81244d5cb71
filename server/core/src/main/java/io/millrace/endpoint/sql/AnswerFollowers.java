package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.Wakeups;
import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Those who read rows that never end over HTTP. None of them has a thread while there is nothing for it. Thread-safe. */
public final class AnswerFollowers implements AutoCloseable {

    /** How many there may be; each user may have half of them. They hold a connection each, of which others want some, too. */
    static final int MOST = 3_072;

    private final RequestRoom room = new RequestRoom(MOST, MOST / 2, "followers of streams and views");
    private final ClientWatch watch = new ClientWatch();
    private final Wakeups wakeups = new Wakeups();

    /**
     * A request on its way.
     *
     * @param signal stops its statement when its client goes
     */
    public record Exchange(
            Principal principal, Request request, Response response, Callback callback, CancelSignal signal) {

        public Exchange(Principal principal, Request request, Response response, Callback callback) {
            this(principal, request, response, callback, new CancelSignal());
        }
    }

    /** Stops what a request runs when its client goes. */
    ClientWatch.Watched watch(Exchange exchange) {
        return watch.watch(exchange.request(), exchange.response(), exchange.signal());
    }

    /** The same for a request that has not been watched until now. */
    public void follow(
            Exchange exchange,
            Session session,
            Cursor cursor,
            Function<PartOutput, ResultWriter> form,
            List<String> warnings) {
        follow(exchange, session, watch(exchange), cursor, form, warnings);
    }

    /**
     * Passes the rows of a cursor on until they end or the client goes; then the session ends, too. Fails, and then everything is
     * closed, when there is no room.
     */
    void follow(
            Exchange exchange,
            Session session,
            ClientWatch.Watched watched,
            Cursor cursor,
            Function<PartOutput, ResultWriter> form,
            List<String> warnings) {
        try {
            room.enter(exchange.principal());
        } catch (RuntimeException full) {
            watched.close();
            session.close();
            throw full;
        }
        Runnable release = () -> {
            watched.close();
            cursor.close();
            session.close();
            room.leave(exchange.principal());
        };
        PartOutput out = new PartOutput();
        Following following =
                new Following(exchange, cursor, form.apply(out), out, warnings, wakeups, watched, release);
        Predicate<Duration> isWaiting = following::isWaiting;
        watched.sends(cursor, isWaiting);
        following.start();
    }

    @Override
    public void close() {
        watch.close();
        wakeups.close();
    }
}
