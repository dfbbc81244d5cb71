package io.millrace.connector.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests, one at a time, and reads answers of bounded size in bounded time: no peer holds it up, however slowly it answers and however
 * much. Redirections are not followed, since they could lead where nobody may go.
 */
final class Requests implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private HttpClient client;
    private volatile CompletableFuture<?> current;
    private volatile boolean closed;

    /** That an answer is longer than is taken. */
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLongException(int most) {
            super("sends more than " + most + " bytes");
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param most how many bytes of the answer are taken
     * @param whole whether one that has more is refused
     * @throws TooLongException when it is
     * @throws io.millrace.spi.error.MillraceException when the address is out of reach
     */
    HttpResponse<byte[]> send(Peer peer, HttpRequest.Builder request, int most, boolean whole)
            throws IOException, InterruptedException {
        peer.checkReach();
        CompletableFuture<HttpResponse<byte[]>> sent =
                client().sendAsync(request.build(), answer -> new BoundedBody(most, whole));
        current = sent;
        try {
            if (closed) {
                throw new IOException("is not asked any more");
            }
            return sent.get(peer.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(
                    "does not answer within " + peer.timeout().toMillis() + " ms");
        } finally {
            sent.cancel(true);
            current = null;
        }
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    /** What has become of a request, in words that follow the name of the peer. */
    static String fact(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLongException
                    || cause instanceof HttpTimeoutException
                            && cause.getMessage() != null
                            && cause.getMessage().startsWith("does not")) {
                return cause.getMessage();
            }
            if (cause instanceof UnknownHostException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return "cannot be reached: the host is unknown";
            }
        }
        String text = e.getMessage() == null ? "" : ": " + e.getMessage();
        return e instanceof ConnectException ? "cannot be reached" + text : "does not answer" + text;
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> running = current;
        if (running != null) {
            running.cancel(true);
        }
    }
}
