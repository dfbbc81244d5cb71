package io.millrace.connector.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real server of HTTP, which keeps the requests that it gets and answers as it is told. Thread-safe. */
public final class HttpPeer implements AutoCloseable {

    private static final int BUFFER = 8_192;

    /**
     * What was asked.
     *
     * @param headers by name in lower case
     */
    public record Asked(String method, String path, Map<String, String> headers, String body) {}

    /**
     * An answer.
     *
     * @param headers name and value by turns
     */
    public record Answer(int status, String body, String... headers) {}

    /** Never comes, as long as the server is there. */
    public static final Answer NEVER = new Answer(0, "");
    /** Does not end. */
    public static final Answer ENDLESS = new Answer(1, "");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> asked = new ArrayList<>();
    private volatile Function<Asked, Answer> answers;

    private HttpPeer(int port, Function<Asked, Answer> answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static HttpPeer start(Function<Asked, Answer> answers) throws IOException {
        return new HttpPeer(0, answers);
    }

    /** One at the port of another that is gone. */
    public static HttpPeer at(int port, Function<Asked, Answer> answers) throws IOException {
        return new HttpPeer(port, answers);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Answers otherwise from now on. */
    public void answer(Function<Asked, Answer> others) {
        answers = others;
    }

    /** What was asked so far. */
    public synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new java.util.TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            Asked one = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answer answer = answers.apply(one);
            synchronized (this) {
                asked.add(one);
            }
            if (answer == NEVER) {
                closed.await();
                return;
            }
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
            }
            if (answer == ENDLESS) {
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    while (closed.getCount() > 0) {
                        out.write(new byte[BUFFER]);
                    }
                }
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
