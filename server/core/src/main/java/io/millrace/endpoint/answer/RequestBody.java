package io.millrace.endpoint.answer;

import io.millrace.session.Holding;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The body of a request while it comes and is answered. No thread waits for it, and it has to come at some pace, so that clients that
 * send a part of it hold up nobody. What it takes to decode it is held before it is there.
 */
public final class RequestBody implements AutoCloseable {

    /** Most requests are shorter. */
    private static final int FIRST = 1 << 11;

    /** Shorter bodies are not worth counting. */
    private static final int SHORT = 1 << 16;

    /** How much larger than its bytes a decoded request may be. */
    private static final long DECODED = 16;

    /** How much of a body that is too long is read and dropped, so that the client gets to read the answer. */
    private static final long DRAIN_FACTOR = 4;

    /** How long nothing may come; it may take that long and then as long as its bytes take at the slowest pace. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long SLOWEST_BYTES_PER_SECOND = 1_000;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final int maxBytes;
    private final SqlService service;
    private final Consumer<RequestBody> then;
    private final EndPoint connection;
    private final long idleMillis;
    private final long begun = System.nanoTime();
    private Holding holding = Holding.UNCOUNTED;
    private Optional<MillraceException> refusal = Optional.empty();
    private byte[] bytes;
    private int size;
    private long come;

    private RequestBody(
            Request request,
            Response response,
            Callback callback,
            int maxBytes,
            SqlService service,
            Consumer<RequestBody> then) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.maxBytes = maxBytes;
        this.service = service;
        this.then = then;
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
        this.idleMillis = connection.getIdleTimeout();
        this.bytes = new byte[Math.min(FIRST, maxBytes + 1)];
    }

    /**
     * Takes a body as it comes; who sends none in time is told so.
     *
     * @param maxBytes how much of it is kept
     * @param then answers the request when all has come, on a thread that may wait; the body is there until it returns
     */
    public static void receive(
            Request request,
            Response response,
            Callback callback,
            int maxBytes,
            SqlService service,
            Consumer<RequestBody> then) {
        RequestBody body = new RequestBody(request, response, callback, maxBytes, service, then);
        body.connection.setIdleTimeout(PATIENCE.toMillis());
        body.next();
    }

    private void next() {
        try {
            if (!hasEnded()) {
                request.demand(this::next);
                return;
            }
        } catch (TimeoutException e) {
            refuse(
                    408,
                    "the body of the request has not come in time: " + come + " bytes in "
                            + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " seconds");
            return;
        } catch (IOException | RuntimeException | Error e) {
            abort(e);
            return;
        }
        connection.setIdleTimeout(idleMillis);
        try (this) {
            then.accept(this);
        } catch (RuntimeException | Error e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** Takes what is there; false when more has to come. */
    private boolean hasEnded() throws IOException, TimeoutException {
        while (come <= maxBytes * (1 + DRAIN_FACTOR)) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (chunk.getFailure() instanceof TimeoutException late) {
                    throw late;
                }
                throw chunk.getFailure() instanceof IOException gone ? gone : new IOException(chunk.getFailure());
            }
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                return true;
            }
            if (System.nanoTime() - begun
                    > PATIENCE.toNanos() + come * Duration.ofSeconds(1).toNanos() / SLOWEST_BYTES_PER_SECOND) {
                throw new TimeoutException();
            }
        }
        return true;
    }

    private void take(ByteBuffer part) {
        come += part.remaining();
        while (part.hasRemaining() && size <= maxBytes && refusal.isEmpty()) {
            if (size == bytes.length) {
                grow();
            } else {
                int count = Math.min(part.remaining(), bytes.length - size);
                part.get(bytes, size, count);
                size += count;
            }
        }
    }

    private void grow() {
        int larger = (int) Math.min(bytes.length * 2L, maxBytes + 1L);
        try {
            if (larger > SHORT) {
                if (holding == Holding.UNCOUNTED) {
                    holding = service.holding();
                }
                holding.set(larger * DECODED);
            }
            bytes = Arrays.copyOf(bytes, larger);
        } catch (MillraceException e) {
            refusal = Optional.of(e);
        }
    }

    private void refuse(int status, String text) {
        close();
        connection.setIdleTimeout(idleMillis);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        PlainAnswers.fail(response, status, ErrorCode.PROTOCOL_VIOLATION, text, callback);
    }

    private void abort(Throwable failure) {
        close();
        callback.failed(failure);
    }

    /**
     * Whether it is not too long.
     *
     * @throws MillraceException when there is no memory for it
     */
    public boolean isWhole() {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return size <= maxBytes;
    }

    /** What was read. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void close() {
        holding.close();
    }
}
