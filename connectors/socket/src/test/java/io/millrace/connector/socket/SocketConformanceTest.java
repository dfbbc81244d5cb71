package io.millrace.connector.socket;

import io.millrace.connector.formats.text.TextFormat;
import io.millrace.connector.testkit.ReceivedConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class SocketConformanceTest {

    private static ReceivedSource source(Map<String, String> options) {
        List<SourceColumn> line = List.of(new SourceColumn(new Field("line", Type.VARCHAR, true), Optional.empty()));
        return (ReceivedSource)
                Specs.of(new SocketConnector(), Optional.of(new TextFormat()), line, Path.of("."), options)
                        .open(Clock.systemUTC());
    }

    private record Connection(Socket socket) implements ReceivedConformance.Sender {

        @Override
        public void send(List<String> rows) throws Exception {
            socket.getOutputStream().write((String.join("\n", rows) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws Exception {
            socket.close();
        }
    }

    @Nested
    class Listening extends ReceivedConformance {

        @Override
        protected ReceivedSource open() {
            return source(Map.of("mode", "listen", "port", "0"));
        }

        @Override
        protected Sender sender(ReceivedSource source) throws Exception {
            return new Connection(new Socket(InetAddress.getByName("localhost"), ((ListeningSource) source).port()));
        }
    }

    @Nested
    class Connecting extends ReceivedConformance {

        private ServerSocket server;

        @BeforeEach
        void listen() throws Exception {
            server = new ServerSocket(0, 5, InetAddress.getByName("localhost"));
        }

        @AfterEach
        void close() throws Exception {
            server.close();
        }

        @Override
        protected ReceivedSource open() {
            return source(Map.of("port", String.valueOf(server.getLocalPort())));
        }

        @Override
        protected Sender sender(ReceivedSource source) throws Exception {
            return new Connection(server.accept());
        }
    }
}
