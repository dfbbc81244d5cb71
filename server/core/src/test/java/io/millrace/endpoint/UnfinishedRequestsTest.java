package io.millrace.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send a part of a request and then nothing. */
@Timeout(60)
final class UnfinishedRequestsTest {

    private static final int MANY = 1_100;
    private static final String JSON = "Content-Type: application/json\r\n";

    @Test
    void thoseWhoSendAPartHoldUpNobodyAndAreToldSo() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (HttpEndpoint endpoint = HttpEndpoint.start(new FakeSqlService(), EndpointSettings.onPort(0))) {
            try {
                for (int i = 0; i < MANY; i++) {
                    String path =
                            List.of("/sql", "/", "/streams/s", "/cancel/x/1").get(i % 4);
                    clients.add(sent(endpoint, "POST " + path, JSON + "Content-Length: 100\r\n\r\n{"));
                }
                assertThat(answer(endpoint, "GET /health")).startsWith("HTTP/1.1 200");
                assertThat(answer(endpoint, "GET /metrics")).startsWith("HTTP/1.1 200");
                assertThat(text(clients.get(0)))
                        .startsWith("HTTP/1.1 408")
                        .contains("Connection: close", "1 bytes in 1", "08P01");
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    @Test
    void whoSendsBytesOneByOneIsToldSoToo() throws Exception {
        try (HttpEndpoint endpoint = HttpEndpoint.start(new FakeSqlService(), EndpointSettings.onPort(0));
                Socket client = sent(endpoint, "POST /sql", JSON + "Content-Length: 100000\r\n\r\n")) {
            client.setSoTimeout(200);
            int first = -1;
            while (first < 0) {
                client.getOutputStream().write(' ');
                try {
                    first = client.getInputStream().read();
                } catch (SocketTimeoutException e) {
                    // not yet
                }
            }
            assertThat(text(client)).startsWith("TTP/1.1 408");
        }
    }

    private static Socket sent(HttpEndpoint endpoint, String what, String rest) throws IOException {
        Socket socket = new Socket("127.0.0.1", endpoint.port());
        String text = what + " HTTP/1.1\r\nHost: localhost\r\n" + rest;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String text(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String answer(HttpEndpoint endpoint, String what) throws IOException {
        try (Socket socket = sent(endpoint, what, "Connection: close\r\n\r\n")) {
            socket.setSoTimeout(5_000);
            return text(socket);
        }
    }
}
