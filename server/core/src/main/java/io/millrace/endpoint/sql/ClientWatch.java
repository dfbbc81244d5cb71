package io.millrace.endpoint.sql;

import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when clients have gone whose statements still run, and when statements are stopped whose clients take no more of their rows: then
 * it closes the connection, for which a thread waits. Jetty looks at a connection again only when its request is answered, so this
 * reads from it once a second meanwhile. Who sends another request before the first is answered is not watched any more, and loses the
 * connection after the answer, with what it has sent.
 */
final class ClientWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int SHORT = 16;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "client watch");
    private volatile boolean closed;

    ClientWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops what a signal stops when the client of a request goes; until that is closed. */
    Watched watch(Request request, Response response, CancelSignal signal) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        Watched watched = new Watched(connection, response, signal);
        all.add(watched);
        return watched;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
            long before = System.nanoTime() - PAUSE.toNanos();
            all.stream().filter(watched -> watched.begun - before < 0).forEach(ClientWatch::look);
        }
    }

    /** One that cannot be looked at does not keep the others from it. */
    private static void look(Watched watched) {
        try {
            watched.breakOffWhenStopped();
            watched.look();
        } catch (RuntimeException e) {
            LOG.warn("a client cannot be watched any more", e);
            watched.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** What goes to a client. */
    private record Sent(Cursor cursor, Predicate<Duration> isWaiting) {

        boolean isStuck() {
            return cursor.isStopped() && isWaiting.test(PAUSE);
        }
    }

    /** The client of one request. */
    final class Watched implements AutoCloseable {

        private final EndPoint connection;
        private final Response response;
        private final CancelSignal signal;
        private final long begun = System.nanoTime();
        private volatile Optional<Sent> sent = Optional.empty();
        private boolean done;
        private boolean more;

        private Watched(EndPoint connection, Response response, CancelSignal signal) {
            this.connection = connection;
            this.response = response;
            this.signal = signal;
        }

        /** Says what is sent to the client, and what knows whether a piece of it has been on its way for some time. */
        void sends(Cursor cursor, Predicate<Duration> isWaiting) {
            sent = Optional.of(new Sent(cursor, isWaiting));
        }

        private void breakOffWhenStopped() {
            if (sent.filter(Sent::isStuck).isPresent()) {
                connection.close();
            }
        }

        private synchronized void look() {
            if (done) {
                return;
            }
            try {
                ByteBuffer read = BufferUtil.allocate(SHORT);
                int count = connection.fill(read);
                more = count > 0;
                done = count != 0;
                if (count < 0) {
                    signal.cancel();
                }
            } catch (IOException e) {
                done = true;
                signal.cancel();
            }
        }

        /** Looks no more. */
        @Override
        public synchronized void close() {
            done = true;
            all.remove(this);
            if (more && !response.isCommitted()) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
        }

        /** Whether something was read that nobody answers. */
        synchronized boolean hasTaken() {
            return more;
        }
    }
}
