package io.millrace.endpoint;

import io.millrace.endpoint.metrics.MetricsPage;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes requests on to whoever answers them now, and counts them. */
final class Entrance extends Handler.Abstract {

    private final MetricsPage metrics;
    private volatile RequestHandler inside;

    Entrance(MetricsPage metrics) {
        this.metrics = metrics;
    }

    /** Leads requests there from now on, and closes who answered them before. */
    void lead(RequestHandler to) {
        RequestHandler before = inside;
        inside = to;
        if (before != null) {
            before.close();
        }
    }

    void close() {
        inside.close();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long begun = System.nanoTime();
        String route = route(Request.getPathInContext(request));
        Request.addCompletionListener(
                request,
                unused -> metrics.answered(route, response.getStatus(), Duration.ofNanos(System.nanoTime() - begun)));
        return inside.handle(request, response, callback);
    }

    /** What a request is for, as metrics name it. */
    private static String route(String path) {
        int second = path.indexOf('/', 1);
        return switch (second < 0 ? path : path.substring(0, second)) {
            case "/" -> "jdbc";
            case "/cancel" -> "cancel";
            case "/sql" -> "sql";
            case "/console" -> "console";
            case "/streams" -> "streams";
            case "/views" -> "views";
            case "/metrics" -> "metrics";
            case "/health", "/ready" -> "health";
            default -> "other";
        };
    }
}
