package io.millrace.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that are none of the protocol. */
final class HttpEndpointTest {

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

    private HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send("POST", "/", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void healthIsAnswered() throws Exception {
        assertThat(send("GET", "/health", new byte[0]).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/", new byte[0]).body()).contains("Millrace").doesNotContain("Jetty");
        assertThat(send("GET", "/nowhere", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/", new byte[0]).statusCode()).isEqualTo(405);
    }

    @Test
    void whatCannotWriteIsAliveButNotReady() throws Exception {
        assertThat(send("GET", "/ready", new byte[0]).body()).isEqualTo("READY\n");
        service.problem(new MillraceException(ErrorCode.JOURNAL_BROKEN, "the journal could not be written"));
        HttpResponse<String> ready = send("GET", "/ready", new byte[0]);
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("the journal could not be written\n");
        assertThat(send("GET", "/health", new byte[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void junkIsAnsweredWithoutTraces() throws Exception {
        String[] junk = {
            "",
            "hello",
            "{",
            "{}",
            "{\"request\":\"nonsense\"}",
            "{\"request\":\"fetch\"}",
            "\u0000\u0001\u0002",
            "{\"request\":\"fetch\",\"connectionId\":\"x\",\"statementId\":1,\"offset\":0,\"fetchMaxRowCount\":1}",
            "{\"request\":\"prepareAndExecute\",\"connectionId\":null,\"statementId\":1}"
        };
        for (String body : junk) {
            HttpResponse<String> response = post(body);
            assertThat(response.statusCode()).as(body).isEqualTo(500);
            assertThat(response.body()).as(body).doesNotContain("Exception", "at org.", "at io.", "java.");
        }
        assertThat(post("{").body()).contains("the request is not one of the Avatica protocol", "08P01");
    }

    @Test
    void unknownConnectionIsAnErrorWithState() throws Exception {
        String body =
                post("{\"request\":\"createStatement\",\"connectionId\":\"x\"}").body();
        assertThat(body).contains("08003", "\"errorCode\":1,", "connect again");
    }

    @Test
    void tooLongRequestIsRefusedInItsOwnEncoding() throws Exception {
        HttpResponse<String> response = post("{\"request\":\"x\", " + "x".repeat(20_000));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("longer than 10000 bytes", "54000");
        assertThat(post("x".repeat(20_000)).body()).contains("longer than 10000 bytes");
    }

    @Test
    void cancelOfAnUnknownStatementIsNotFound() throws Exception {
        assertThat(send("POST", "/cancel/x/1", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/cancel/x/y", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/cancel/", new byte[0]).statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNotHttpGetsOneLine() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", endpoint.port())) {
            socket.getOutputStream().write("EHLO there\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 505").doesNotContain("Exception", "Jetty", "<html");
        }
    }

    @Test
    void portInUseIsAnErrorOfOneLine() {
        assertThatThrownBy(() -> HttpEndpoint.start(new FakeSqlService(), EndpointSettings.onPort(endpoint.port())))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ADDRESS_UNAVAILABLE))
                .hasMessage("port " + endpoint.port()
                        + " of 127.0.0.1 is in use; stop the other server or choose another port");
    }
}
