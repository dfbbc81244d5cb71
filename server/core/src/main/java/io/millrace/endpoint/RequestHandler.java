package io.millrace.endpoint;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.answer.RequestBody;
import io.millrace.endpoint.answer.Wakeups;
import io.millrace.endpoint.console.PackagedFiles;
import io.millrace.endpoint.metrics.MetricsPage;
import io.millrace.endpoint.sql.AnswerFollowers;
import io.millrace.endpoint.sql.SqlRequests;
import io.millrace.endpoint.token.BearerTokens;
import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Routes requests: {@code POST /} is Avatica's protocol, {@code POST /cancel/CONNECTION/STATEMENT} stops what a statement runs,
 * {@code GET /health} answers while the process lives, {@code GET /ready} says whether there is a service; {@link StreamIngest} takes
 * rows, {@link ViewChanges} gives changes, {@link SqlRequests} runs statements, {@link MetricsRequests} gives the figures of the server,
 * {@link OpenApi} describes it all, {@link PackagedFiles} are pages. When there is no service yet, all are told so.
 */
final class RequestHandler extends Handler.Abstract implements AutoCloseable {

    /** With which our driver asks for columns of the rows that a statement changes. */
    private static final String RETURNING_HEADER = "Millrace-Returning";

    /** Notices about the statement that was run, percent-encoded, comma between them. */
    static final String WARNINGS_HEADER = "Millrace-Warnings";

    /** How many calls of drivers may be under way, each with a thread; together with what else waits they leave some threads free. */
    private static final int MOST_CALLS = 512;

    private static final int MAX_WARNINGS_CHARACTERS = 8_000;
    /** How much is read of the requests of those who are not known: what tells the form of the answer is at the beginning. */
    private static final int MAX_REFUSED_BYTES = (1 << 16) - 1;

    private final SqlService service;
    private final AvaticaProtocol protocol;
    private final int maxBytes;
    private final Door door;
    private final StreamIngest ingest;
    private final ViewChanges changes;
    private final MetricsRequests metrics;
    private final SqlRequests statements;
    private final Room calls = new Room(MOST_CALLS);
    private final Duration longPoll;
    private final AnswerFollowers followers = new AnswerFollowers();
    private final Wakeups wakeups = new Wakeups();
    private final List<PackagedFiles> pages = List.of(PackagedFiles.console(), PackagedFiles.documents());

    /** A semaphore that can be entered beyond its limit. */
    private static final class Room extends Semaphore {

        private static final long serialVersionUID = 1L;

        Room(int permits) {
            super(permits);
        }

        void exceed() {
            reducePermits(1);
        }
    }

    RequestHandler(SqlService service, AvaticaProtocol protocol, EndpointSettings settings, MetricsPage page) {
        this.service = service;
        this.protocol = protocol;
        this.maxBytes = settings.maxRequestBytes();
        this.longPoll = settings.longPoll();
        this.door = new Door(service, settings.tokens().map(found -> new BearerTokens(found, settings.clock())));
        this.ingest = new StreamIngest(service, settings);
        this.changes = new ViewChanges(service, followers);
        this.metrics = new MetricsRequests(service, page);
        this.statements = new SqlRequests(service, settings.maxRequestBytes(), followers);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (isForAll(request.getMethod(), path)) {
            read(path, request, response, callback, Principal.anybody(""));
            return true;
        }
        Optional<Principal> principal;
        try {
            Origins.check(request, service.isOpen() && !(service instanceof NoService));
            principal = door.principal(request);
        } catch (MillraceException e) {
            receive(request, response, callback, MAX_REFUSED_BYTES, body -> refuse(path, e, body, response, callback));
            return true;
        }
        if (principal.isEmpty()) {
            receive(
                    request,
                    response,
                    callback,
                    MAX_REFUSED_BYTES,
                    body -> challenge(path, request, response, callback));
        } else if (HttpMethod.POST.is(request.getMethod())) {
            receive(
                    request,
                    response,
                    callback,
                    maxBytes,
                    body -> post(path, principal.get(), body, request, response, callback));
        } else {
            read(path, request, response, callback, principal.get());
        }
        return true;
    }

    private void receive(Request request, Response response, Callback callback, int most, Consumer<RequestBody> then) {
        RequestBody.receive(request, response, callback, Math.min(maxBytes, most), service, then);
    }

    /** Pages that ask for a name and a password themselves do not want the browser to do it. */
    private static void challenge(String path, Request request, Response response, Callback callback) {
        boolean page = path.equals(SqlRequests.PATH) && request.getHeaders().contains("Sec-Fetch-Mode");
        if (!page) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, Door.CHALLENGE);
        }
        if (path.equals(SqlRequests.PATH)) {
            PlainAnswers.fail(response, Door.unknown(), callback);
        } else {
            answer(response, 401, Door.unknown().userMessage() + "\n", callback);
        }
    }

    /** What tells nothing that only users may know. */
    private static boolean isForAll(String method, String path) {
        boolean reads = HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method);
        return reads
                ? !path.startsWith(ViewChanges.PATH) && !path.equals(MetricsRequests.PATH)
                : !HttpMethod.POST.is(method);
    }

    /** Clients of Avatica read the answer to a request only if it has the status of their errors. */
    private void refuse(String path, MillraceException reason, RequestBody body, Response response, Callback callback) {
        if (path.equals("/") && body.bytes().length > 0) {
            send(response, protocol.refused(body.bytes(), reason), callback);
        } else {
            PlainAnswers.fail(response, reason, callback);
        }
    }

    /** Answers a request with a body, all of which has come. */
    private void post(
            String path, Principal principal, RequestBody body, Request request, Response response, Callback callback) {
        boolean plain = path.equals(SqlRequests.PATH) || path.startsWith(StreamIngest.PATH);
        if (path.startsWith("/cancel/")) {
            cancel(path, principal, response, callback);
        } else if (!plain) {
            enter(principal, body, System.nanoTime() + longPoll.toNanos(), request, response, callback);
        } else if (service instanceof NoService none) {
            PlainAnswers.fail(response, none.reason().get(), callback);
        } else if (path.equals(SqlRequests.PATH)) {
            statements.handle(principal, body, request, response, callback);
        } else {
            ingest.handle(name(path, StreamIngest.PATH, ""), principal, body, request, response, callback);
        }
    }

    /** Answers a request that has no body. */
    private void read(String path, Request request, Response response, Callback callback, Principal principal) {
        if (path.equals("/health")) {
            answer(response, 200, "OK\n", callback);
        } else if (service instanceof NoService none) {
            answer(response, 503, none.reason().get().userMessage() + "\n", callback);
        } else if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            answer(response, 405, "only GET and POST are served here\n", callback);
        } else if (path.equals("/ready")) {
            Optional<MillraceException> problem = service.problem();
            answer(
                    response,
                    problem.isPresent() ? 503 : 200,
                    problem.map(MillraceException::userMessage).orElse("READY") + "\n",
                    callback);
        } else if (pages.stream().anyMatch(each -> each.serves(path))) {
            if (pages.stream().noneMatch(each -> each.serves(path) && each.handle(path, request, response, callback))) {
                answer(response, 404, "there is nothing at " + path + "\n", callback);
            }
        } else if (path.equals(OpenApi.PATH)) {
            OpenApi.answer(response, callback);
        } else if (path.equals(MetricsRequests.PATH)) {
            metrics.handle(principal, request, response, callback);
        } else if (path.startsWith(ViewChanges.PATH)
                && path.endsWith(ViewChanges.END)
                && path.length() > ViewChanges.PATH.length() + ViewChanges.END.length()
                && HttpMethod.GET.is(request.getMethod())) {
            changes.handle(
                    name(path, ViewChanges.PATH, ViewChanges.END),
                    new AnswerFollowers.Exchange(principal, request, response, callback));
        } else if (path.equals("/") && wantsPage(request)) {
            response.setStatus(302);
            response.getHeaders().put(HttpHeader.LOCATION, PackagedFiles.CONSOLE + "/");
            callback.succeeded();
        } else if (path.equals("/")) {
            answer(
                    response,
                    200,
                    "This is Millrace, a streaming SQL server; connect with its JDBC driver, or open "
                            + PackagedFiles.CONSOLE + "/ in a browser.\n",
                    callback);
        } else {
            answer(response, 404, "there is nothing at " + path + "\n", callback);
        }
    }

    private static boolean wantsPage(Request request) {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
        return accepted != null && accepted.contains("text/html");
    }

    /** The name between two parts of a path. */
    private static String name(String path, String before, String after) {
        String part = path.substring(before.length(), path.length() - after.length());
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void cancel(String path, Principal principal, Response response, Callback callback) {
        String[] parts = path.split("/", -1);
        boolean known = parts.length == 4
                && parts[3].matches("[0-9]{1,9}")
                && protocol.cancel(principal, parts[2], Integer.parseInt(parts[3]));
        answer(response, known ? 200 : 404, known ? "OK\n" : "there is no such statement\n", callback);
    }

    /** Answers a call when there is room for it. */
    private void enter(
            Principal principal, RequestBody body, long until, Request request, Response response, Callback callback) {
        if (calls.tryAcquire()) {
            call(principal, body, until, request, response, callback);
        } else {
            MillraceException full = new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, MOST_CALLS + " calls of drivers are under way; try again later");
            send(response, protocol.refused(body.bytes(), full), callback);
        }
    }

    /**
     * Answers a call, or comes back to it when the rows are there that it asks for; it takes no thread meanwhile. The room that it has
     * taken is left when it is answered or waits.
     */
    private void call(
            Principal principal, RequestBody body, long until, Request request, Response response, Callback callback) {
        AvaticaProtocol.Answer answer;
        try {
            String columns = request.getHeaders().get(RETURNING_HEADER);
            answer = answer(principal, body, columns, System.nanoTime() < until);
        } catch (Quiet waiting) {
            wakeups.await(
                    waiting.cursor(),
                    Duration.ofNanos(until - System.nanoTime()),
                    () -> callAgain(principal, body, until, request, response, callback));
            return;
        } finally {
            calls.release();
        }
        send(response, answer, callback);
    }

    /** Who has waited is not turned away: its place counts beyond the limit until there is room again. */
    private void callAgain(
            Principal principal, RequestBody body, long until, Request request, Response response, Callback callback) {
        calls.exceed();
        try {
            call(principal, body, until, request, response, callback);
        } catch (RuntimeException | Error e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private AvaticaProtocol.Answer answer(Principal principal, RequestBody body, String columns, boolean again) {
        try {
            boolean whole = body.isWhole();
            if (service instanceof NoService none) {
                throw none.reason().get();
            }
            return whole
                    ? protocol.call(principal, body.bytes(), columns, again)
                    : protocol.tooLong(body.bytes(), maxBytes);
        } catch (MillraceException e) {
            return protocol.refused(body.bytes(), e);
        }
    }

    private static void send(Response response, AvaticaProtocol.Answer answer, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.wire().contentType());
        if (!answer.warnings().isEmpty()) {
            response.getHeaders().put(WARNINGS_HEADER, encode(answer.warnings()));
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static String encode(List<String> warnings) {
        String header = warnings.stream()
                .map(warning -> URLEncoder.encode(warning, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        int end = Math.min(header.length(), MAX_WARNINGS_CHARACTERS);
        return end == header.length() ? header : header.substring(0, Math.max(0, header.lastIndexOf(',', end)));
    }

    @Override
    public void close() {
        followers.close();
        wakeups.close();
    }

    private static void answer(Response response, int status, String text, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
