package io.millrace.endpoint;

import io.millrace.endpoint.answer.ClientOutput;
import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.session.Cursor;
import io.millrace.session.JsonRow;
import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /views/NAME/changes}: the rows of a view and then all that changes in it, as Server-Sent Events, until the client goes. Each
 * holds a thread.
 */
final class ViewChanges {

    static final String PATH = "/views/";
    static final String END = "/changes";

    /** How many clients may follow at a time. */
    private static final int MOST = 256;

    private static final int ROWS = 1_000;
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long NANOS_BETWEEN_SIGNS = Duration.ofSeconds(10).toNanos();

    private final SqlService service;
    private final Semaphore room = new Semaphore(MOST);

    ViewChanges(SqlService service) {
        this.service = service;
    }

    void handle(String view, Principal principal, Request request, Response response, Callback callback) {
        if (!room.tryAcquire()) {
            PlainAnswers.fail(
                    response, 429, ErrorCode.LIMIT_EXCEEDED, MOST + " clients follow views already", callback);
            return;
        }
        try (Session session = service.open(principal, Map.of());
                Cursor cursor = open(session, view)) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            follow(cursor, request, response, callback);
        } catch (RuntimeException e) {
            PlainAnswers.fail(response, e, callback); // nothing was sent yet
        } finally {
            room.release();
        }
    }

    private static Cursor open(Session session, String view) {
        String sql = "SELECT STREAM * FROM " + session.quoted(view) + " EMIT CHANGES";
        return ((Outcome.Rows) session.execute(session.prepare(sql), List.of(), 0)).cursor();
    }

    private static void follow(Cursor cursor, Request request, Response response, Callback callback) {
        try (OutputStream out = new BufferedOutputStream(new ClientOutput(request, response))) {
            try {
                write(out, "event: begin\ndata: {}\n\n");
                out.flush();
                pass(cursor, out);
            } catch (RuntimeException e) {
                write(out, "event: error\ndata: " + PlainAnswers.json(PlainAnswers.error(e)) + "\n\n");
            }
            out.flush();
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e); // the client has gone
        }
    }

    private static void pass(Cursor cursor, OutputStream out) throws IOException {
        long sign = System.nanoTime();
        while (true) {
            Cursor.Fetched fetched = cursor.fetch(ROWS, WAIT);
            for (Page page : fetched.pages()) {
                write(out, cursor, page);
            }
            boolean rows = !fetched.pages().isEmpty();
            if (!rows && System.nanoTime() - sign > NANOS_BETWEEN_SIGNS) {
                write(out, ": there is nothing new\n\n"); // or it would not be noticed that the client has gone
                rows = true;
            }
            if (rows) {
                out.flush();
                sign = System.nanoTime();
            }
            if (fetched.last()) {
                write(out, "event: end\ndata: {}\n\n");
                return;
            }
        }
    }

    private static void write(OutputStream out, Cursor cursor, Page page) throws IOException {
        LongColumn batches = (LongColumn) page.column(page.columnCount() - 1);
        for (int row = 0; row < page.size(); row++) {
            write(out, "id: " + batches.values()[row] + "\ndata: ");
            out.write(JsonRow.bytes(cursor.rowType(), page, row));
            write(out, "\n\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
