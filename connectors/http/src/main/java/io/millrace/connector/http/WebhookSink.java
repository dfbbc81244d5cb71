package io.millrace.connector.http;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.PausedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Sends the rows of each batch in requests, each with a key that it has whenever it is sent again, so that a receiver which remembers keys
 * takes each row once.
 */
final class WebhookSink implements Sink {

    private static final int FIRST_GOOD = 200;
    private static final int LAST_GOOD = 299;
    private static final int FIRST_OF_CLIENT = 400;
    private static final int FIRST_OF_SERVER = 500;
    /** Who asks may be right later, as may what is too early, or too much for now. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 407, 408, 425, 429);

    private static final int MOST_ANSWERED = 64 << 10;
    private static final int SHOWN = 200;
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toSeconds(5);
    private static final int DIGEST = 8;

    private final String sink;
    private final Options options;
    private final WebhookOptions webhook;
    private final RequestBodies bodies;
    private final Requests requests = new Requests();
    private long committed;
    /** The batch that broke off, and how many of its requests were taken. */
    private long begun;

    private int taken;

    WebhookSink(SinkDefinition definition) {
        this.sink = definition.sink();
        this.options = definition.options();
        this.webhook = WebhookOptions.of(options);
        Peer.of(options);
        this.bodies = new RequestBodies(definition, webhook);
    }

    @Override
    public long lastCommitted() {
        return committed;
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        if (batch <= committed) {
            return;
        }
        if (batch != begun) {
            begun = batch;
            taken = 0;
        }
        Peer peer = Peer.of(options.now());
        bodies.of(rows, (number, body) -> {
            if (number >= taken) {
                send(peer, batch, number, body);
                taken = number + 1;
            }
        });
        committed = batch;
    }

    private void send(Peer peer, long batch, int number, byte[] body) {
        HttpRequest.Builder request = peer.request()
                .method(webhook.method(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", bodies.contentType())
                .header("Idempotency-Key", key(batch, number, body));
        HttpResponse<byte[]> answer;
        try {
            answer = requests.send(peer, request, MOST_ANSWERED, false);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.SINK_FAILED, peer.shown() + " " + Requests.fact(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SINK_FAILED, peer.shown() + " was not waited for", e);
        }
        judge(peer, answer);
    }

    private void judge(Peer peer, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status >= FIRST_GOOD && status <= LAST_GOOD) {
            return;
        }
        boolean passing = status >= FIRST_OF_SERVER || PASSING.contains(status);
        String fact = peer.shown() + " answers " + status + said(peer, answer);
        if (!passing) {
            throw new MillraceException(
                    ErrorCode.INVALID_RECORD,
                    fact + (status < FIRST_OF_CLIENT ? "; redirections are not followed" : ""));
        }
        throw new PausedException(ErrorCode.SINK_FAILED, fact, pause(answer));
    }

    /** How long the receiver says that it is not to be asked. */
    private static Duration pause(HttpResponse<byte[]> answer) {
        long seconds = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
        return Duration.ofSeconds(Math.min(LONGEST_PAUSE, seconds));
    }

    /** What the receiver says of it, unless that could be the secret which was sent to it. */
    private static String said(Peer peer, HttpResponse<byte[]> answer) {
        if (!peer.headers().isEmpty() || peer.url().getRawQuery() != null || answer.body().length == 0) {
            return "";
        }
        byte[] first = Arrays.copyOf(answer.body(), Math.min(SHOWN, answer.body().length));
        String text = new String(first, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    /** The same for the same rows of the same batch, whenever and by whichever start of a server they are sent. */
    private String key(long batch, int number, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return URLEncoder.encode(sink, StandardCharsets.UTF_8) + "/" + batch + "/" + number + "-"
                    + HexFormat.of().formatHex(digest, 0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        requests.close();
    }
}
