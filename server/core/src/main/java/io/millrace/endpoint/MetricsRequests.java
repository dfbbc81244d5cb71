package io.millrace.endpoint;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.metrics.MetricsPage;
import io.millrace.session.Principal;
import io.millrace.session.SqlService;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /metrics}: the figures of the server, for those who may see what others do. */
final class MetricsRequests {

    static final String PATH = "/metrics";

    private final SqlService service;
    private final MetricsPage page;

    MetricsRequests(SqlService service, MetricsPage page) {
        this.service = service;
        this.page = page;
    }

    void handle(Principal principal, Request request, Response response, Callback callback) {
        try {
            String accepted = String.valueOf(request.getHeaders().get(HttpHeader.ACCEPT));
            String type =
                    accepted.contains("application/openmetrics-text") ? MetricsPage.OPEN_METRICS : MetricsPage.TEXT;
            byte[] content = page.content(service.measures(principal), type);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.write(true, ByteBuffer.wrap(content), callback);
        } catch (MillraceException e) {
            PlainAnswers.fail(response, e, callback);
        }
    }
}
