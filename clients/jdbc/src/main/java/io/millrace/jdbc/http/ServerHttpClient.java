package io.millrace.jdbc.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.calcite.avatica.remote.AvaticaHttpClient;

/**
 * Sends requests to one server, each exactly once: a request whose answer is lost fails, because it may have been an INSERT.
 *
 * <p>Thread-safe. As many requests as there are threads travel at a time.
 */
public final class ServerHttpClient implements AvaticaHttpClient {

    private static final String WARNINGS_HEADER = "Millrace-Warnings";
    /** What the last answers that this thread got had to say beside their results. */
    private static final ThreadLocal<List<String>> WARNINGS = ThreadLocal.withInitial(ArrayList::new);

    /** In the place of a user, who cannot be called so, when the password is a token. */
    public static final String BEARER = ":bearer";

    private static final String RETURNING_HEADER = "Millrace-Returning";
    /** Which columns of changed rows the next requests of this thread ask for. */
    private static final ThreadLocal<String> RETURNING = new ThreadLocal<>();

    private static final int UNAUTHORIZED = 401;
    private static final String LOGIN_FAILED = "28000";

    private final URI server;
    private final HttpClient http;
    private final String authorization;

    /**
     * A client for a user.
     *
     * @param http trusts the server
     * @param authorization what requests say of who asks; null for nothing
     */
    public ServerHttpClient(URI server, HttpClient http, String authorization) {
        this.server = server;
        this.http = http;
        this.authorization = authorization;
    }

    /**
     * What requests say of who asks.
     *
     * @param user null for nobody in particular
     * @param password null when there is none: then it is not said who asks
     */
    public static String authorization(String user, String password) {
        if (password == null) {
            return null;
        }
        if (BEARER.equals(user)) {
            return "Bearer " + password;
        }
        byte[] pair = ((user == null ? "" : user) + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public byte[] send(byte[] request) {
        HttpResponse<byte[]> response = post(server, request);
        int status = response.statusCode();
        if (status == UNAUTHORIZED) {
            throw new ServerError(
                    "the server wants to know who connects; give the properties user and password", LOGIN_FAILED);
        }
        if (status != 200 && status != 500) {
            throw new ServerUnreachable("the server answered HTTP " + status + "; is it a Millrace server?", null);
        }
        response.headers().firstValue(WARNINGS_HEADER).ifPresent(header -> {
            for (String warning : header.split(",")) {
                WARNINGS.get().add(URLDecoder.decode(warning, StandardCharsets.UTF_8));
            }
        });
        return response.body();
    }

    /** Stops what a statement runs on the server, and closes its result there. */
    public void cancel(String connectionId, int statementId) {
        post(server.resolve("/cancel/" + connectionId + "/" + statementId), new byte[0]);
    }

    /** The warnings that this thread's requests brought since the last call. */
    public static List<String> takeWarnings() {
        List<String> taken = WARNINGS.get();
        if (!taken.isEmpty()) {
            WARNINGS.remove();
        }
        return taken;
    }

    /**
     * Sends what a thread sends now with the wish to know columns of the rows that it changes.
     *
     * @param columns as the header has them; null when none are wanted
     */
    public static <T> T returning(String columns, Callable<T> requests) throws Exception {
        if (columns == null) {
            return requests.call();
        }
        RETURNING.set(columns);
        try {
            return requests.call();
        } finally {
            RETURNING.remove();
        }
    }

    private HttpResponse<byte[]> post(URI uri, byte[] body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        if (RETURNING.get() != null) {
            builder.header(RETURNING_HEADER, RETURNING.get());
        }
        HttpRequest request = builder.build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException failure) {
            throw new ServerUnreachable("nothing listens at " + uri.getAuthority(), failure);
        } catch (IOException failure) {
            String reason = failure.getMessage();
            throw new ServerUnreachable(
                    "the connection to " + uri.getAuthority() + " broke" + (reason == null ? "" : ": " + reason),
                    failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachable("the thread was interrupted while it waited for the server", failure);
        }
    }
}
