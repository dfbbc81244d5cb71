package io.millrace.endpoint.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The bytes of an answer that is sent piece by piece, by a thread that waits for the client: a client that takes none for a minute loses
 * the connection, and others see how long it has been waited for. Used by one thread, looked at by any.
 */
public final class ClientOutput extends OutputStream {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long NOT = Long.MIN_VALUE;

    private final OutputStream out;
    private final EndPoint connection;
    private volatile long since = NOT;

    public ClientOutput(Request request, Response response) {
        this.out = Content.Sink.asOutputStream(response);
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** What is done with the stream below. */
    private interface Step {
        void run() throws IOException;
    }

    private void timed(Step step) throws IOException {
        long idle = connection.getIdleTimeout();
        connection.setIdleTimeout(PATIENCE.toMillis());
        since = System.nanoTime();
        try {
            step.run();
        } finally {
            since = NOT;
            connection.setIdleTimeout(idle);
        }
    }

    /** Whether a piece has been on its way for that long. */
    public boolean isWaiting(Duration time) {
        long begun = since;
        return begun != NOT && System.nanoTime() - begun > time.toNanos();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        timed(() -> out.write(bytes, from, count));
    }

    @Override
    public void flush() throws IOException {
        timed(out::flush);
    }

    @Override
    public void close() throws IOException {
        timed(out::close);
    }
}
