package io.millrace.endpoint;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.answer.RequestBody;
import io.millrace.endpoint.console.ConsoleFiles;
import io.millrace.endpoint.metrics.MetricsPage;
import io.millrace.endpoint.sql.SqlRequests;
import io.millrace.endpoint.token.BearerTokens;
import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Routes requests: {@code POST /} is Avatica's protocol, {@code POST /cancel/CONNECTION/STATEMENT} stops what a statement runs,
 * {@code GET /health} answers while the process lives, {@code GET /ready} says whether there is a service; {@link StreamIngest} takes
 * rows, {@link ViewChanges} gives changes, {@link SqlRequests} runs statements, {@link MetricsRequests} gives the figures of the server,
 * {@link OpenApi} describes it all, {@link ConsoleFiles} are pages that use it. When there is no service yet, all are told so.
 */
final class RequestHandler extends Handler.Abstract implements AutoCloseable {

    /** Notices about the statement that was run, percent-encoded, comma between them. */
    static final String WARNINGS_HEADER = "Millrace-Warnings";

    private static final int MAX_WARNINGS_CHARACTERS = 8_000;
    /** How much of a body that is too long is read and dropped, so that the client gets to read the answer. */
    private static final int DRAIN_FACTOR = 4;
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
    private final ConsoleFiles console = new ConsoleFiles();

    RequestHandler(SqlService service, AvaticaProtocol protocol, EndpointSettings settings, MetricsPage page) {
        this.service = service;
        this.protocol = protocol;
        this.maxBytes = settings.maxRequestBytes();
        this.door = new Door(service, settings.tokens().map(found -> new BearerTokens(found, settings.clock())));
        this.ingest = new StreamIngest(service, settings);
        this.changes = new ViewChanges(service);
        this.metrics = new MetricsRequests(service, page);
        this.statements = new SqlRequests(service, settings.maxRequestBytes());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        if (isForAll(request.getMethod(), path)) {
            return answer(path, request, response, callback, Principal.anybody(""));
        }
        Optional<Principal> principal;
        try {
            Origins.check(request, service.isOpen());
            principal = door.principal(request);
        } catch (MillraceException e) {
            refuse(path, e, request, response, callback);
            return true;
        }
        if (principal.isEmpty()) {
            challenge(path, request, response, callback);
            return true;
        }
        return answer(path, request, response, callback, principal.get());
    }

    /** Pages that ask for a name and a password themselves do not want the browser to do it. */
    private static void challenge(String path, Request request, Response response, Callback callback)
            throws IOException {
        RequestBody.drop(request);
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
    private void refuse(String path, MillraceException reason, Request request, Response response, Callback callback)
            throws IOException {
        if (HttpMethod.POST.is(request.getMethod()) && path.equals("/")) {
            try (InputStream in = Content.Source.asInputStream(request);
                    RequestBody body = new RequestBody(in, Math.min(maxBytes, MAX_REFUSED_BYTES), service)) {
                body.read();
                send(response, protocol.refused(body.bytes(), reason), callback);
            } catch (MillraceException e) {
                PlainAnswers.fail(response, reason, callback);
            }
        } else {
            RequestBody.drop(request);
            PlainAnswers.fail(response, reason, callback);
        }
    }

    private boolean answer(String path, Request request, Response response, Callback callback, Principal principal)
            throws IOException {
        if (path.equals("/health") && !HttpMethod.POST.is(request.getMethod())) {
            answer(response, 200, "OK\n", callback);
        } else if (service instanceof NoService none && !HttpMethod.POST.is(request.getMethod())) {
            answer(response, 503, none.reason().get().userMessage() + "\n", callback);
        } else if (HttpMethod.POST.is(request.getMethod())) {
            if (path.startsWith("/cancel/")) {
                cancel(path, principal, response, callback);
            } else if (path.equals(SqlRequests.PATH)) {
                if (service instanceof NoService none) {
                    PlainAnswers.fail(response, none.reason().get(), callback);
                } else {
                    statements.handle(principal, request, response, callback);
                }
            } else if (path.startsWith(StreamIngest.PATH)) {
                if (service instanceof NoService none) {
                    PlainAnswers.fail(response, none.reason().get(), callback);
                } else {
                    ingest.handle(name(path, StreamIngest.PATH, ""), principal, request, response, callback);
                }
            } else {
                call(principal, request, response, callback);
            }
        } else if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            answer(response, 405, "only GET and POST are served here\n", callback);
        } else if (path.equals("/ready")) {
            answer(response, 200, "READY\n", callback);
        } else if (isConsole(path)) {
            if (!console.handle(path, request, response, callback)) {
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
            changes.handle(name(path, ViewChanges.PATH, ViewChanges.END), principal, response, callback);
        } else if (path.equals("/") && wantsPage(request)) {
            response.setStatus(302);
            response.getHeaders().put(HttpHeader.LOCATION, ConsoleFiles.PATH + "/");
            callback.succeeded();
        } else if (path.equals("/")) {
            answer(
                    response,
                    200,
                    "This is Millrace, a streaming SQL server; connect with its JDBC driver, or open "
                            + ConsoleFiles.PATH + "/ in a browser.\n",
                    callback);
        } else {
            answer(response, 404, "there is nothing at " + path + "\n", callback);
        }
        return true;
    }

    private static boolean isConsole(String path) {
        return path.equals(ConsoleFiles.PATH) || path.startsWith(ConsoleFiles.PATH + "/");
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

    private void call(Principal principal, Request request, Response response, Callback callback) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request);
                RequestBody body = new RequestBody(in, maxBytes, service)) {
            send(response, answer(principal, body), callback);
        }
    }

    private AvaticaProtocol.Answer answer(Principal principal, RequestBody body) throws IOException {
        try {
            boolean whole = body.read();
            if (service instanceof NoService none) {
                throw none.reason().get();
            }
            if (whole) {
                return protocol.call(principal, body.bytes());
            }
            body.drain((long) maxBytes * DRAIN_FACTOR);
            return protocol.tooLong(body.bytes(), maxBytes);
        } catch (MillraceException e) {
            body.drain((long) maxBytes * DRAIN_FACTOR);
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
        statements.close();
    }

    private static void answer(Response response, int status, String text, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
