package io.millrace.endpoint;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.answer.RequestBody;
import io.millrace.session.CancelSignal;
import io.millrace.session.Principal;
import io.millrace.session.SentRows;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code POST /streams/NAME}: inserts the rows of the body, all of them or none, and answers when they are durable and views show them.
 *
 * <p>The type of the body is asked for, since pages of other sites can make a browser send requests without one.
 */
final class StreamIngest {

    static final String PATH = "/streams/";

    /** How many requests may be under way; further ones are told to come later. */
    static final int MOST = 64;

    private static final Map<String, String> FORMATS = Map.of(
            "application/json", "json",
            "application/x-ndjson", "json",
            "application/jsonl", "json",
            "text/csv", "csv");
    private static final String KEY = "Idempotency-Key";
    private static final int LONGEST_KEY = 255;

    private final SqlService service;
    private final int maxBytes;
    private final IngestKeys keys;
    private final Semaphore room = new Semaphore(MOST);

    StreamIngest(SqlService service, EndpointSettings settings) {
        this.service = service;
        this.maxBytes = settings.maxRequestBytes();
        this.keys = new IngestKeys(settings.clock());
    }

    void handle(
            String stream,
            Principal principal,
            RequestBody body,
            Request request,
            Response response,
            Callback callback) {
        Optional<String> format = format(request);
        String key = request.getHeaders().get(KEY);
        if (stream.isEmpty()) {
            PlainAnswers.fail(response, 404, ErrorCode.RELATION_NOT_FOUND, "name a stream behind " + PATH, callback);
            return;
        }
        try {
            if (format.isEmpty()) {
                PlainAnswers.fail(
                        response,
                        415,
                        ErrorCode.INVALID_ARGUMENT,
                        "the Content-Type must be one of application/json, application/x-ndjson, text/csv",
                        callback);
            } else if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
                PlainAnswers.fail(
                        response,
                        400,
                        ErrorCode.INVALID_ARGUMENT,
                        "an Idempotency-Key has 1 to " + LONGEST_KEY + " characters",
                        callback);
            } else if (!body.isWhole()) {
                PlainAnswers.fail(
                        response,
                        413,
                        ErrorCode.LIMIT_EXCEEDED,
                        "the body is longer than " + maxBytes + " bytes; send fewer rows at a time",
                        callback);
            } else {
                insert(
                        principal,
                        stream,
                        new SentRows(format.get(), options(request), body.bytes()),
                        key,
                        response,
                        callback);
            }
        } catch (RuntimeException | Error e) {
            PlainAnswers.fail(response, e, callback);
        }
    }

    private static Optional<String> format(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return Optional.ofNullable(type)
                .map(text -> FORMATS.get(text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)));
    }

    /** What follows the question mark are options of the format. */
    private static Map<String, String> options(Request request) {
        Map<String, String> options = new HashMap<>();
        Request.extractQueryParameters(request).forEach(field -> options.put(field.getName(), field.getValue()));
        return options;
    }

    /** Those whose body has come compete for room: one that stops in the middle holds up nobody. */
    private void insert(
            Principal principal, String stream, SentRows rows, String key, Response response, Callback callback) {
        if (!room.tryAcquire()) {
            PlainAnswers.fail(
                    response,
                    429,
                    ErrorCode.LIMIT_EXCEEDED,
                    MOST + " requests with rows are under way; send it again a little later",
                    callback);
            return;
        }
        Map<String, Object> answer;
        try {
            answer = inserted(principal, stream, rows, key);
        } finally {
            room.release();
        }
        PlainAnswers.send(response, 200, answer, callback);
    }

    private static void tell(SentRows.Taken taken, Map<String, Object> answer) {
        answer.put("rows", taken.rows());
        if (taken.refused() > 0) {
            answer.put("refused", taken.refused());
        }
    }

    private Map<String, Object> inserted(Principal principal, String stream, SentRows rows, String key) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (SentRows.isTableOfKeys(stream)) {
            throw new MillraceException(
                    ErrorCode.ACCESS_DENIED, "the table " + SentRows.KEYS + " belongs to the server");
        }
        try (Session own = service.open(principal, Map.of())) {
            if (key == null) {
                tell(own.insert(stream, rows, new CancelSignal()), answer);
                return answer;
            }
            own.checkInsert(stream);
        }
        try (Session session = service.open(principal.with(SentRows.KEYS), Map.of())) {
            String ofUser = principal.owner().isEmpty() ? key : principal.owner() + ":" + key;
            IngestKeys.Done done =
                    keys.once(service, session, stream, ofUser, () -> session.insert(stream, rows, new CancelSignal()));
            tell(done.taken(), answer);
            answer.put("repeated", done.repeated());
        }
        return answer;
    }
}
