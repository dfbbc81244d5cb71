package io.millrace.endpoint;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.sql.AnswerFollowers;
import io.millrace.endpoint.sql.AnswerFollowers.Exchange;
import io.millrace.endpoint.sql.ChangesResult;
import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /views/NAME/changes}: the rows of a view and then all that changes in it, as Server-Sent Events, until the client goes.
 */
final class ViewChanges {

    static final String PATH = "/views/";
    static final String END = "/changes";

    private final SqlService service;
    private final AnswerFollowers followers;

    ViewChanges(SqlService service, AnswerFollowers followers) {
        this.service = service;
        this.followers = followers;
    }

    void handle(String view, Exchange exchange) {
        try {
            Session session = service.open(exchange.principal(), Map.of());
            followers.follow(exchange, session, open(session, view, exchange.signal()), ChangesResult::new, List.of());
        } catch (RuntimeException e) {
            PlainAnswers.fail(exchange.response(), e, exchange.callback()); // nothing was sent yet
        }
    }

    /** Closes the session when that fails. */
    private static Cursor open(Session session, String view, CancelSignal signal) {
        String sql = "SELECT STREAM * FROM " + session.quoted(view) + " EMIT CHANGES";
        try {
            return ((Outcome.Rows) session.execute(session.prepare(sql, signal), List.of(), 0, signal)).cursor();
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }
}
