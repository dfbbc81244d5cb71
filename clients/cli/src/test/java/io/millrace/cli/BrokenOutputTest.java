package io.millrace.cli;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.cli.command.Shell;
import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.output.OutputWriter;
import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.cli.server.Link;
import io.millrace.cli.server.StatementRunner;
import io.millrace.cli.text.SqlText;
import io.millrace.endpoint.Await;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.FakeCursor;
import io.millrace.endpoint.FakeSqlService;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.Pages;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the shell does when its output, its server or a text is not as it should be. */
final class BrokenOutputTest {

    private static final RowType WORDS = RowType.of(new Field("word", Type.VARCHAR, false));
    private static final String STREAM = "SELECT STREAM word FROM words";

    private final FakeSqlService service = new FakeSqlService();
    private final StringWriter errors = new StringWriter();
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() {
        service.stream(STREAM, WORDS);
        service.query("SELECT 1", WORDS, Pages.of(WORDS, row("a")));
        service.update("CREATE STREAM s", List.of(), parameters -> 0L, "a \u001b[2J\u009bnotice");
        endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0));
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    /** Takes nothing, for a reason. */
    private static final class Broken extends OutputStream {

        private final String reason;

        Broken(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }

    private int shell(PrintWriter out, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "localhost:" + endpoint.port();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new CommandLine(new SqlShell(out, new PrintWriter(errors))).execute(all);
    }

    private int broken(String reason, String... arguments) {
        return shell(new OutputWriter(new Broken(reason), StandardCharsets.UTF_8), arguments);
    }

    @Test
    void steadyStreamEndsWhenNobodyReadsItAnyMore() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> broken("Broken pipe", "-e", STREAM + " \\watch 0", "-e", "CREATE STREAM s"));
        Await.until("the stream is open", () -> service.cursors().size() == 1);
        FakeCursor cursor = service.cursors().get(0);
        Page page = Pages.of(WORDS, row("a"), row("b"), row("c"), row("d"), row("e"), row("f"), row("g"), row("h"));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!cursor.isClosed() && System.nanoTime() < until) {
            for (int i = 0; i < 100; i++) {
                cursor.emit(page);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(cursor.isClosed()).isTrue();
        assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(Shell.FAILED);
        assertThat(service.cursors()).hasSize(1);
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void outputThatCannotBeWrittenIsAnError() {
        assertThat(broken("No space left on device", "-e", "SELECT 1", "-e", "CREATE STREAM s"))
                .isEqualTo(Shell.FAILED);
        assertThat(errors.toString()).isEqualTo("cannot write to standard output: No space left on device\n");
    }

    @Test
    void passwordGoesToNoOtherServer() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders().entrySet()
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        other.start();
        try {
            String place = "localhost:" + other.getAddress().getPort();
            shell(new PrintWriter(new StringWriter()), "-u", "anna", "-p", "hushhush", "-e", "\\connect " + place);
            shell(new PrintWriter(new StringWriter()), "-u", "anna", "-p", "hushhush", "-e", "\\c " + place + " anna");
        } finally {
            other.stop(0);
        }
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).doesNotContain("Authorization", "hushhush"));
    }

    @Test
    void userOfTheUrlIsAskedForAPassword() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        other.start();
        List<String> asked = new CopyOnWriteArrayList<>();
        try {
            String url = "localhost:" + other.getAddress().getPort() + "?user=bert%20b";
            Link.open(url, Optional.empty(), Optional.empty(), user -> {
                        asked.add(user);
                        return Optional.empty();
                    })
                    .close();
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isEqualTo("28000");
        } finally {
            other.stop(0);
        }
        assertThat(asked).containsExactly("bert b");
    }

    @Test
    void statementWhoseRowsBrokeOffWasRun() throws Exception {
        try (Link link = Link.open(
                "localhost:" + endpoint.port(), Optional.empty(), Optional.empty(), user -> Optional.empty())) {
            Screen screen = Screen.plain(new PrintWriter(new StringWriter()), new PrintWriter(errors));
            StatementRunner runner = new StatementRunner(link, screen, new Style(OutputFormat.table, false));
            CompletableFuture<StatementRunner.Result> result =
                    CompletableFuture.supplyAsync(() -> runner.run(new SqlText(STREAM, 1, 1)));
            Await.until("the stream is open", () -> service.cursors().size() == 1);
            service.cursors().get(0).emit(Pages.of(WORDS, row("a")));
            TimeUnit.MILLISECONDS.sleep(300);
            service.cursors()
                    .get(0)
                    .fail(new MillraceException(ErrorCode.CONNECTION_NOT_FOUND, "there is no such connection"));
            assertThat(result.get(10, TimeUnit.SECONDS).end()).isEqualTo(StatementRunner.End.LOST);
        }
    }

    @Test
    void keepingTheOnlyRowOfAStreamEndsAtItsSecond() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                () -> shell(new PrintWriter(new StringWriter()), "-e", STREAM + " \\gset"));
        Await.until("the stream is open", () -> service.cursors().size() == 1);
        service.cursors().get(0).emit(Pages.of(WORDS, row("a"), row("b")));
        assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(Shell.FAILED);
        assertThat(errors.toString()).isEqualTo("ERROR: \\gset wants one row, not several\n");
        Await.until("the stream is closed", () -> service.openCursors() == 0);
    }

    @Test
    void textsOfOthersDoNotCommandTheTerminal() {
        service.failure("SELECT 2", new MillraceException(ErrorCode.NOT_SUPPORTED, "bad \u001b[2J\n\tname"));
        shell(new PrintWriter(new StringWriter()), "-e", "CREATE STREAM s; SELECT 2");
        assertThat(errors.toString())
                .contains("WARNING: a \\u001b[2J\\u009bnotice\n", "bad \\u001b[2J\n\tname")
                .doesNotContain("\u001b", "\u009b");
    }

    @Test
    void nameThatCannotBeOneOfAFileIsAnError() {
        assertThat(shell(new PrintWriter(new StringWriter()), "-f", "a\0b")).isEqualTo(Shell.FAILED);
        assertThat(shell(new PrintWriter(new StringWriter()), "-e", "\\i a\0b")).isEqualTo(Shell.FAILED);
        assertThat(errors.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("cannot be the name of a file"));
    }
}
