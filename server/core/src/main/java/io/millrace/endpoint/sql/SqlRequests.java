package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.ClientOutput;
import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.answer.RequestBody;
import io.millrace.endpoint.sql.AnswerFollowers.Exchange;
import io.millrace.endpoint.wire.ParameterValues;
import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code POST /sql}: runs a text in a session of its own, which ends with the request, and gives the result of its last statement in the
 * form that the client accepts. What takes longer than the client stays is stopped.
 *
 * <p>The type of the body is asked for, since pages of other sites can make a browser send requests without one.
 */
public final class SqlRequests {

    /** Where it is. */
    public static final String PATH = "/sql";

    /** How many requests may be under way, each with a thread; each user may have half of them. Further ones are told to come later. */
    static final int MOST = 128;

    private static final int BUFFER = 32 << 10;

    private final SqlService service;
    private final int maxBytes;
    private final RequestRoom room = new RequestRoom(MOST, MOST / 2, "requests with statements");
    private final AnswerFollowers followers;

    /** @param followers take over the requests for rows that never end */
    public SqlRequests(SqlService service, int maxBytes, AnswerFollowers followers) {
        this.followers = followers;
        this.service = service;
        this.maxBytes = maxBytes;
    }

    /** Answers a request whose body has come. */
    public void handle(Principal principal, RequestBody body, Request request, Response response, Callback callback) {
        Optional<Form> form = Form.of(request.getHeaders().get(HttpHeader.ACCEPT));
        try {
            if (!isJson(request)) {
                refuse(
                        response,
                        415,
                        ErrorCode.INVALID_ARGUMENT,
                        "the Content-Type must be application/json",
                        callback);
            } else if (form.isEmpty()) {
                refuse(response, 406, ErrorCode.INVALID_ARGUMENT, "results are given as " + Form.TYPES, callback);
            } else if (!body.isWhole()) {
                refuse(
                        response,
                        413,
                        ErrorCode.LIMIT_EXCEEDED,
                        "the body is longer than " + maxBytes + " bytes",
                        callback);
            } else {
                room.enter(principal);
                try {
                    run(
                            new Exchange(principal, request, response, callback),
                            SqlRequest.read(body.bytes()),
                            form.get());
                } finally {
                    room.leave(principal);
                }
            }
        } catch (RuntimeException | Error e) {
            if (response.isCommitted()) {
                callback.failed(e);
            } else {
                PlainAnswers.fail(response, e, callback);
            }
        }
    }

    private static void refuse(Response response, int status, ErrorCode code, String text, Callback callback) {
        PlainAnswers.fail(response, status, code, text, callback);
    }

    private static boolean isJson(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private void run(Exchange exchange, SqlRequest asked, Form form) {
        CancelSignal signal = exchange.signal();
        Session session = service.open(exchange.principal(), asked.settings());
        ClientWatch.Watched watched = followers.watch(exchange);
        boolean goesOn = false;
        Optional<IOException> ended = Optional.empty();
        try {
            if (asked.all() && form == Form.CSV) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "CSV has room for one result: accept application/json, application/x-ndjson or"
                                + " text/event-stream for the results of all statements");
            }
            PreparedSql prepared = session.prepare(asked.sql(), signal);
            if (prepared.kind() == PreparedSql.Kind.STREAM && form == Form.JSON && asked.maxRows() == 0) {
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "SELECT STREAM does not end, and an object of JSON has to: accept application/x-ndjson or"
                                + " text/event-stream, or give \"max_rows\"");
            }
            if (asked.all()) {
                ended = answerAll(session, prepared, asked, form, exchange, watched);
            } else {
                Outcome outcome = session.execute(
                        prepared,
                        ParameterValues.ofPlain(asked.parameters(), prepared.parameters()),
                        asked.maxRows(),
                        signal);
                if (outcome instanceof Outcome.Rows rows && rows.cursor().announces()) {
                    goesOn = true;
                    followers.follow(
                            exchange,
                            session,
                            watched,
                            rows.cursor(),
                            out -> form.writer(out, asked.exact()),
                            rows.warnings());
                    return;
                }
                ClientOutput client = new ClientOutput(exchange.request(), exchange.response());
                ended = answer(outcome, asked, form, client, exchange.response(), watched);
            }
        } finally {
            if (!goesOn) {
                watched.close();
                session.close();
            }
        }
        if (ended.isPresent()) {
            exchange.callback().failed(ended.get());
        } else {
            exchange.callback().succeeded();
        }
    }

    /** Runs all statements and sends each result before the next statement runs. */
    private static Optional<IOException> answerAll(
            Session session,
            PreparedSql prepared,
            SqlRequest asked,
            Form form,
            Exchange exchange,
            ClientWatch.Watched watched) {
        ClientOutput client = new ClientOutput(exchange.request(), exchange.response());
        OutputStream out = new BufferedOutputStream(client, BUFFER);
        AllResults results = new AllResults(
                form.writer(out, asked.exact()), out, client, watched, writer -> head(exchange.response(), writer));
        try {
            boolean told = results.send(earlier -> session.execute(
                    prepared,
                    ParameterValues.ofPlain(asked.parameters(), prepared.parameters()),
                    asked.maxRows(),
                    exchange.signal(),
                    earlier));
            return end(told, out, watched);
        } catch (IOException e) {
            return Optional.of(e); // the client has gone
        }
    }

    /** Sends all; what breaks the connection off, if anything has to. */
    private static Optional<IOException> answer(
            Outcome outcome,
            SqlRequest asked,
            Form form,
            ClientOutput client,
            Response response,
            ClientWatch.Watched watched) {
        try {
            OutputStream out = new BufferedOutputStream(client, BUFFER);
            ResultWriter writer = form.writer(out, asked.exact());
            boolean told = true;
            if (outcome instanceof Outcome.Rows rows) {
                try (Cursor cursor = rows.cursor()) {
                    watched.sends(cursor, client::isWaiting);
                    told = new Sending(cursor, writer, out).send(() -> head(response, writer), rows.warnings());
                }
            } else {
                head(response, writer);
                writer.updated(((Outcome.Updated) outcome).count(), outcome.warnings());
            }
            return end(told, out, watched);
        } catch (IOException e) {
            return Optional.of(e); // the client has gone
        }
    }

    /** Ends an answer; what breaks the connection off, if anything has to. */
    private static Optional<IOException> end(boolean told, OutputStream out, ClientWatch.Watched watched)
            throws IOException {
        watched.close(); // what comes after the last byte is the next request
        if (!told) {
            return Optional.of(new IOException("a result has failed on its way"));
        }
        out.close();
        return watched.hasTaken()
                ? Optional.of(new IOException("the client has not waited for its answer"))
                : Optional.empty();
    }

    static void head(Response response, ResultWriter writer) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, writer.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
    }
}
