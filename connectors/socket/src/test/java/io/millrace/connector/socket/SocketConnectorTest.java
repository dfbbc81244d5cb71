package io.millrace.connector.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.formats.text.TextFormat;
import io.millrace.connector.testkit.CollectedRows;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SocketConnectorTest {

    private static final List<SourceColumn> LINE = List.of(column("line", Type.VARCHAR));

    private final CollectedRows received = new CollectedRows();

    private static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    private static ReceivedSource open(
            Format format, Map<String, String> formatOptions, List<SourceColumn> columns, Map<String, String> options) {
        SocketConnector connector = new SocketConnector();
        Options checked = Options.check("connector 'socket'", connector.options(), options);
        Options formatChecked = Options.check("format", format.options(), formatOptions);
        return (ReceivedSource) connector.openSource(new SourceDefinition(
                "s",
                columns,
                List.of(),
                checked,
                Optional.of(format.bind(columns, formatChecked)),
                Path.of("."),
                Clock.systemUTC()));
    }

    private static ListeningSource listening(Format format, List<SourceColumn> columns) {
        return (ListeningSource) open(format, Map.of(), columns, Map.of("mode", "listen", "port", "0"));
    }

    private static ReceivedSource connecting(ServerSocket server) {
        return open(new TextFormat(), Map.of(), LINE, Map.of("port", String.valueOf(server.getLocalPort())));
    }

    private static Socket connect(ListeningSource source) throws IOException {
        return new Socket(InetAddress.getByName("localhost"), source.port());
    }

    private static ServerSocket server(int port) throws IOException {
        return new ServerSocket(port, 5, InetAddress.getByName("localhost"));
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    void severalSendersMayConnect() throws Exception {
        try (ListeningSource source = listening(new TextFormat(), LINE)) {
            source.start(received);
            try (Socket one = connect(source);
                    Socket two = connect(source)) {
                send(one, "a\n");
                received.awaitRows(1);
                send(two, "b\n");
                received.awaitRows(2);
                send(one, "c\nincomp");
                received.awaitRows(3);
                send(one, "lete\nlast");
            }
            assertThat(received.awaitRows(5)).containsExactly("a", "b", "c", "incomplete", "last");
        }
    }

    @Test
    void manyRowsArriveWholeAndInOrder() throws Exception {
        List<String> lines = IntStream.range(0, 50_000)
                .mapToObj(i -> "line " + "x".repeat(i % 100) + i)
                .toList();
        try (ListeningSource source = listening(new TextFormat(), LINE)) {
            source.start(received);
            try (Socket sender = connect(source)) {
                send(sender, String.join("\n", lines) + "\n");
                assertThat(received.awaitRows(lines.size())).isEqualTo(lines);
            }
        }
    }

    @Test
    void badRecordsAreReportedAndTheNextOnesRead() throws Exception {
        try (ListeningSource source = listening(new JsonFormat(), List.of(column("n", Type.INTEGER)))) {
            source.start(received);
            try (Socket sender = connect(source)) {
                send(sender, "{\"n\":1}\nbad\n{\"n\":2}\n");
                assertThat(received.awaitRows(2)).containsExactly("1", "2");
                assertThat(received.awaitRejects(1).get(0).position()).isEqualTo(8);
            }
        }
    }

    @Test
    void everyConnectionBeginsWithItsHeader() throws Exception {
        List<SourceColumn> columns = List.of(column("name", Type.VARCHAR), column("id", Type.INTEGER));
        Map<String, String> options = Map.of("mode", "listen", "port", "0");
        try (ListeningSource source =
                (ListeningSource) open(new CsvFormat(), Map.of("header", "true"), columns, options)) {
            source.start(received);
            try (Socket one = connect(source)) {
                send(one, "id,na");
                send(one, "me\r\n1,a\r\n");
                received.awaitRows(1);
            }
            try (Socket two = connect(source)) {
                send(two, "NAME,ID\nb,2\n");
                assertThat(received.awaitRows(2)).containsExactly("a|1", "b|2");
            }
            try (Socket three = connect(source)) {
                send(three, "other\nx\n");
                assertThat(received.awaitProblems(1).get(0)).contains("column \"name\" is not in the header");
            }
        }
    }

    @Test
    void sourceConnectsAgainWhenTheSenderComesBack() throws Exception {
        ServerSocket server = server(0);
        int port = server.getLocalPort();
        try (ReceivedSource source = connecting(server)) {
            source.start(received);
            try (Socket accepted = server.accept()) {
                send(accepted, "one\n");
                received.awaitRows(1);
            }
            server.close();
            received.awaitProblems(2);
            try (ServerSocket again = server(port);
                    Socket accepted = again.accept()) {
                send(accepted, "two\n");
                assertThat(received.awaitRows(2)).containsExactly("one", "two");
            }
        }
        assertThat(received.awaitProblems(2).get(0)).contains("closed the connection; connecting again");
    }

    @Test
    void senderIsSlowedDownWhileTheServerHoldsTooManyRows() throws Exception {
        received.holdAt(1);
        try (ListeningSource source = listening(new TextFormat(), LINE)) {
            source.start(received);
            try (Socket sender = connect(source)) {
                send(sender, "first\n");
                received.awaitRows(1);
                send(sender, "second\n");
                assertThat(received.count()).isEqualTo(1);
                received.holdAt(Long.MAX_VALUE);
                assertThat(received.awaitRows(2)).containsExactly("first", "second");
            }
        }
    }

    @Test
    void portInUseIsAnErrorAtCreation() throws Exception {
        try (ServerSocket taken = server(0)) {
            Map<String, String> options = Map.of("mode", "listen", "port", String.valueOf(taken.getLocalPort()));
            assertThatThrownBy(() -> open(new TextFormat(), Map.of(), LINE, options))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED))
                    .hasMessageContaining("port " + taken.getLocalPort() + " of localhost cannot be listened at");
        }
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> open(new TextFormat(), Map.of(), LINE, Map.of("port", "70000")))
                .hasMessageContaining("must be between 0 and 65535");
        assertThatThrownBy(() -> open(new TextFormat(), Map.of(), LINE, Map.of("port", "1", "mode", "push")))
                .hasMessage("option 'mode' is 'push', but must be 'connect' or 'listen'");
        assertThatThrownBy(() -> open(new TextFormat(), Map.of(), LINE, Map.of()))
                .hasMessageContaining("needs the option 'port'");
    }

    @Test
    void connectorIsFoundAsAService() {
        assertThat(ServiceLoader.load(Connector.class)).anyMatch(SocketConnector.class::isInstance);
    }
}
