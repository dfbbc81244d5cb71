package io.millrace.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows over plain HTTP, as far as they do not reach a server. */
final class StreamIngestTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FakeSqlService service = new FakeSqlService();
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() {
        endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0).withMaxRequestBytes(10_000));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private HttpRequest request(String type, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/streams/s"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return client.send(request(type, body), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void requestsBeyondWhatTheServerTakesAreToldToComeLater() throws Exception {
        Semaphore entered = new Semaphore(0);
        CountDownLatch leave = new CountDownLatch(1);
        service.rows(sent -> {
            entered.release();
            awaitLatch(leave);
            return 1;
        });
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        for (int i = 0; i < StreamIngest.MOST; i++) {
            running.add(client.sendAsync(request("text/csv", "1"), HttpResponse.BodyHandlers.ofString()));
        }
        entered.acquire(StreamIngest.MOST);
        HttpResponse<String> refused = post("text/csv", "1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        leave.countDown();
        assertThat(running)
                .allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        assertThat(post("text/csv", "1").body()).isEqualTo("{\"rows\":1}");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCannotBeTakenHasAStatusOfItsOwn() throws Exception {
        assertThat(post("text/plain", "1").statusCode()).isEqualTo(415);
        assertThat(post("application/json", "x".repeat(10_001)).statusCode()).isEqualTo(413);
        assertThat(post("application/json", "x".repeat(10_000)).statusCode()).isEqualTo(200);
        service.rows(sent -> {
            throw new MillraceException(ErrorCode.MEMORY_EXCEEDED, "no room");
        });
        assertThat(post("text/csv; charset=utf-8", "1").statusCode()).isEqualTo(429);
        service.rows(sent -> {
            throw new IllegalStateException("a bug");
        });
        HttpResponse<String> bug = post("text/csv", "1");
        assertThat(bug.statusCode()).isEqualTo(500);
        assertThat(bug.body()).contains("internal error").doesNotContain("a bug");
        assertThat(service.openSessions()).isZero();
    }
}
