package io.millrace.cli.terminal;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.command.Shell;
import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.cli.server.Link;
import io.millrace.cli.text.ShellVariables;
import io.millrace.endpoint.Await;
import io.millrace.endpoint.EndpointSettings;
import io.millrace.endpoint.FakeSqlService;
import io.millrace.endpoint.HttpEndpoint;
import io.millrace.endpoint.Pages;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person types; the terminal is a pipe. */
final class InteractiveShellTest {

    private static final RowType WORDS = RowType.of(new Field("word", Type.VARCHAR, false));

    private final FakeSqlService service = new FakeSqlService();
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Runs a shell until the person leaves. */
    private void converse(Conversation conversation) throws Exception {
        try (HttpEndpoint endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0));
                Link link = Link.open(
                        "localhost:" + endpoint.port(), Optional.empty(), Optional.empty(), user -> Optional.empty());
                Terminal terminal = TerminalBuilder.builder()
                        .system(false)
                        .streams(new PipedInputStream(keyboard), screen)
                        .type("dumb")
                        .build()) {
            Screen printed = Screen.plain(new PrintWriter(out), new PrintWriter(errors));
            Shell commands = new Shell(link, printed, new Style(OutputFormat.table, false), new ShellVariables());
            InteractiveShell shell = new InteractiveShell(terminal, commands, directory.resolve("history"));
            CompletableFuture<Void> running = CompletableFuture.runAsync(shell::run);
            conversation.with(terminal);
            Await.until("the shell ends", running::isDone);
            running.get();
        }
    }

    /** What a person does at a terminal. */
    private interface Conversation {
        void with(Terminal terminal) throws Exception;
    }

    @Test
    void statementGoesOnUntilItsSemicolon() throws Exception {
        service.query("SELECT word\nFROM words", WORDS, Pages.of(WORDS, row("a")));
        converse(terminal -> {
            type("SELECT word\nFROM words;\n");
            Await.until("the row is shown", () -> out.toString().contains("(1 row)"));
            type("\\q\n");
        });
        assertThat(out.toString()).isEqualTo("word\n----\na\n(1 row)\n");
    }

    @Test
    void errorDoesNotEndTheShell() throws Exception {
        service.query("SELECT 1", WORDS, Pages.of(WORDS, row("a")));
        converse(terminal -> {
            type("SELEKT;\nSELECT 1;\n");
            Await.until("the row is shown", () -> out.toString().contains("(1 row)"));
            type("exit\n");
        });
        assertThat(errors.toString()).startsWith("ERROR 42601: line 1:1: ");
    }

    @Test
    void interruptStopsTheStatementAndNotTheShell() throws Exception {
        service.stream("SELECT STREAM word FROM words", WORDS);
        service.query("SELECT 1", WORDS, Pages.of(WORDS, row("still here")));
        converse(terminal -> {
            type("SELECT STREAM word FROM words;\n");
            Await.until("the stream is open", () -> service.cursors().size() == 1);
            service.cursors().get(0).emit(Pages.of(WORDS, row("first")));
            Await.until("the row is shown", () -> out.toString().contains("first"));
            terminal.raise(Terminal.Signal.INT);
            Await.until("the stream is closed", () -> service.openCursors() == 0);
            type("SELECT 1;\n");
            Await.until("the row is shown", () -> out.toString().contains("still here"));
            type("\\q\n");
        });
        assertThat(errors.toString()).doesNotContain("ERROR");
    }

    @Test
    void terminalWithoutSizeIsOfTheUsualOneAndOneThatIsDumbIsNeverFull() throws Exception {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .streams(InputStream.nullInputStream(), screen)
                .type("ansi")
                .size(new Size(0, 0))
                .build()) {
            Screen.Size size = InteractiveShell.size(terminal);
            assertThat(size.width().getAsInt()).isEqualTo(80);
            assertThat(size.height().getAsInt()).isEqualTo(24);
        }
        converse(terminal -> {
            assertThat(InteractiveShell.size(terminal).height().getAsInt()).isZero();
            type("exit;\n");
        });
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void controlDLeaves() throws Exception {
        converse(terminal -> {
            Await.until(
                    "the prompt is shown",
                    () -> screen.toString(StandardCharsets.UTF_8).contains("millrace>"));
            type("\u0004");
        });
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void whatMayHoldASecretIsNotKept() throws Exception {
        service.query("SELECT 1", WORDS, Pages.of(WORDS, row("a")));
        converse(terminal -> {
            type(
                    "SELECT 1;\nCREATE USER anna PASSWORD 'secret';\nALTER CONNECTION c SET (api_key = 'x');\n\\echo kept\n\\set pw 'hush'\n\\set pwd 'hush'\nexit\n");
        });
        Path history = directory.resolve("history");
        assertThat(Files.readString(history))
                .contains("SELECT 1;", "echo kept")
                .doesNotContain("anna", "api_key", "hush");
        assertThat(Files.getPosixFilePermissions(history)).hasSize(2);
    }
}
