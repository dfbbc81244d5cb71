package io.millrace.connector.http;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an address for rows again and again. An answer is taken as a whole, with what it is known by, so that the same one is not taken twice,
 * also not after a restart.
 */
final class PollingSource implements ReceivedSource {

    private static final Logger LOG = LoggerFactory.getLogger(PollingSource.class);

    private static final String PARTITION = "answers";
    private static final int GOOD = 200;
    private static final int NO_CONTENT = 204;
    private static final int UNCHANGED = 304;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final String stream;
    private final Options options;
    private final PollingOptions polling;
    private final RecordFormat format;
    private final boolean json;
    private final int columns;
    private final Requests requests = new Requests();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile AnswerMark mark = AnswerMark.NONE;
    private volatile Thread thread;

    PollingSource(SourceDefinition definition) {
        definition.columns().stream()
                .filter(column -> column.metadata().isPresent())
                .findFirst()
                .ifPresent(column -> {
                    throw new MillraceException(
                            ErrorCode.INVALID_DEFINITION,
                            "column \"" + column.field().name() + "\": connector 'http' has no metadata");
                });
        this.stream = definition.stream();
        this.options = definition.options();
        this.polling = PollingOptions.of(options);
        this.format = definition.format().orElseThrow();
        if (format.blocks().isPresent() || format.inMessages()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "connector 'http' reads records of text; option 'format' names one of bytes");
        }
        this.json = format.lineEndsAreSpace();
        this.columns = definition.columns().size();
        Peer.of(options);
    }

    @Override
    public boolean catchesUp() {
        return true;
    }

    @Override
    public String text(Offset offset) {
        return AnswerMark.of(offset).toString();
    }

    @Override
    public void resume(Map<String, Offset> reached) {
        mark = AnswerMark.of(reached.get(PARTITION));
    }

    @Override
    public void start(Receiver receiver) {
        thread = new Thread(() -> run(receiver), "millrace-http-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Receiver receiver) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (closed.getCount() > 0) {
                long wait;
                try {
                    ask(receiver);
                    receiver.caughtUp(false);
                    wait = Math.max(1, polling.interval().toMillis());
                    pause = FIRST_PAUSE_MILLIS;
                } catch (RuntimeException | Error e) {
                    report(receiver, e);
                    wait = pause;
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
                closed.await(wait, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Receiver receiver) throws InterruptedException {
        Peer peer = Peer.of(options.now());
        HttpRequest.Builder request = peer.request().GET();
        if (!polling.repeats() && !mark.entityTag().isEmpty()) {
            request.header("If-None-Match", mark.entityTag());
        }
        if (!polling.repeats() && !mark.modified().isEmpty()) {
            request.header("If-Modified-Since", mark.modified());
        }
        HttpResponse<byte[]> answer;
        try {
            answer = requests.send(peer, request, polling.most(), true);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.SOURCE_FAILED, peer.shown() + " " + Requests.fact(e), e);
        }
        switch (answer.statusCode()) {
            case GOOD -> take(answer, receiver);
            case NO_CONTENT, UNCHANGED -> {}
            default ->
                throw new MillraceException(ErrorCode.SOURCE_FAILED, peer.shown() + " answers " + answer.statusCode());
        }
    }

    private void take(HttpResponse<byte[]> answer, Receiver receiver) {
        byte[] body = answer.body();
        String digest = AnswerMark.digest(body);
        if (!polling.repeats() && digest.equals(mark.digest())) {
            return;
        }
        AnswerMark next = mark.next(answer, digest);
        AnswerRows rows = AnswerRows.of(format, json, body, columns);
        receiver.accept(PARTITION, rows.pages(), next.offset());
        mark = next;
        rows.passOn(receiver);
    }

    private void report(Receiver receiver, Throwable failure) {
        if (closed.getCount() == 0) {
            return;
        }
        if (failure instanceof MillraceException known) {
            receiver.problem(known.userMessage());
        } else {
            LOG.warn("Asking for the rows of \"{}\"", stream, failure);
            receiver.problem("the answer cannot be read: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        requests.close();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
