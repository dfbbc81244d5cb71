package io.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.cli.command.Shell;
import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.output.OutputWriter;
import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.cli.server.ErrorReport;
import io.millrace.cli.server.Link;
import io.millrace.cli.server.ServerUrl;
import io.millrace.cli.terminal.InteractiveShell;
import io.millrace.cli.text.ScriptFile;
import io.millrace.cli.text.ShellVariables;
import io.millrace.cli.text.SqlText;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The command {@code millrace sql}: an SQL shell, for people and for scripts. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs SQL on a server: what is typed, what -e or -f gives, or what standard input holds.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a statement or command failed, or a file cannot be read",
            "2:the server was not reached or was lost, or an option is wrong",
            "130:Ctrl-C ended a script"
        })
public final class SqlShell implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "jdbc:millrace://localhost:8765",
            description = "The server; ${DEFAULT-VALUE} when not given. host:port will do.")
    private String url;

    @Option(
            names = {"-e", "--execute"},
            paramLabel = "SQL",
            parameterConsumer = Script.class,
            description = "Runs these statements and commands and leaves. May be given again, also beside -f.")
    private List<String> statements;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            parameterConsumer = Script.class,
            description = "Runs the statements and commands of a file and leaves; - is standard input.")
    private List<String> files;

    @Option(
            names = {"-v", "--variable"},
            paramLabel = "NAME=VALUE",
            mapFallbackValue = "",
            description = "Sets a variable, as \\set does.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "How results are printed: ${COMPLETION-CANDIDATES}.")
    private OutputFormat format;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description =
                    "Who connects. The password is asked for when the server wants one, or comes from MILLRACE_PASSWORD.")
    private String user;

    @Option(
            names = {"-p", "--password"},
            interactive = true,
            arity = "0..1",
            paramLabel = "PASSWORD",
            description = "The user's password; asked for when the option has no value.")
    private String password;

    /** The environment variable with the password of the user, for scripts. */
    private static final String PASSWORD = "MILLRACE_PASSWORD";

    private static final String STANDARD_INPUT = "-";

    /** A piece of what is to be run: a text, or the file that holds it. */
    private record Piece(String text, boolean isFile) {}

    /** Keeps the order of {@code -e} and {@code -f}. */
    static final class Script implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            if (arguments.isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "Missing required parameter for option '" + option.paramLabel() + "'");
            }
            ((SqlShell) command.userObject())
                    .pieces.add(new Piece(arguments.pop(), option.paramLabel().equals("FILE")));
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final PrintWriter out;
    private final PrintWriter errors;

    /** A shell that prints to standard output and standard error. */
    public SqlShell() {
        this(writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    /** A shell that prints elsewhere. */
    public SqlShell(PrintWriter out, PrintWriter errors) {
        this.out = out;
        this.errors = errors;
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new OutputWriter(new FileOutputStream(stream), isTerminal() ? ofTerminal() : UTF_8);
    }

    /** What a terminal shows; one of which it is said that it knows ASCII alone is taken for one of UTF-8. */
    private static Charset ofTerminal() {
        Charset said = Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElse(UTF_8);
        return said.equals(StandardCharsets.US_ASCII) ? UTF_8 : said;
    }

    /** Runs the shell as a program of its own. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SqlShell()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        boolean person = pieces.isEmpty() && isTerminal();
        List<String> scripts = new ArrayList<>();
        if (!person && !read(scripts)) {
            return Shell.FAILED;
        }
        Style style = new Style(format, isTerminal());
        ShellVariables known = new ShellVariables();
        variables.forEach(known::set);
        try (Link link = connect()) {
            return person ? converse(link, style, known) : runScripts(link, style, known, scripts);
        } catch (SQLException failure) {
            ErrorReport.print(errors, new SqlText("", 1, 1), failure);
            return Shell.NO_SERVER;
        }
    }

    /** All that is to be run, before anything is; whether it can be read. */
    private boolean read(List<String> scripts) {
        List<Piece> all = pieces.isEmpty() ? List.of(new Piece(STANDARD_INPUT, true)) : pieces;
        for (Piece piece : all) {
            try {
                if (isDestroyed(piece.text())) {
                    throw new IOException("its characters are not of this locale; set LC_ALL to one of UTF-8");
                } else if (!piece.isFile()) {
                    scripts.add(piece.text());
                } else if (piece.text().equals(STANDARD_INPUT)) {
                    scripts.add(ScriptFile.decode(System.in.readAllBytes()));
                } else {
                    scripts.add(ScriptFile.read(piece.text()));
                }
            } catch (IOException failure) {
                errors.println("cannot read " + piece.text() + ": " + ScriptFile.reason(failure));
                errors.flush();
                return false;
            }
        }
        return true;
    }

    /** Java replaces what is not ASCII in arguments when the locale knows no more. */
    private static boolean isDestroyed(String text) {
        return text.indexOf('\uFFFD') >= 0
                && !Charset.forName(System.getProperty("sun.jnu.encoding", UTF_8.name()))
                        .newEncoder()
                        .canEncode('\uFFFD');
    }

    /** Whether somebody sits before it. Newer Java has a console also when there is no terminal, and then says so. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    private Link connect() throws SQLException {
        ServerUrl server = ServerUrl.of(url);
        boolean named = user != null || server.user().isPresent() && !server.hasPassword();
        Optional<String> given = Optional.ofNullable(password == null && named ? System.getenv(PASSWORD) : password);
        return Link.open(url, Optional.ofNullable(user), given, SqlShell::askPassword);
    }

    /** Asks for a password when there is somebody to ask. */
    private static Optional<String> askPassword(String user) {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("Password of %s: ", user))
                .map(String::new);
    }

    private int converse(Link link, Style style, ShellVariables known) throws IOException {
        Path history = Path.of(System.getProperty("user.home"), ".millrace_history");
        try (Terminal terminal = TerminalBuilder.builder().build()) {
            out.println("Connected to " + link.address() + ". \\? for help, \\q or Ctrl-D to leave.");
            out.flush();
            Screen screen = new Screen(out, errors, Optional.of(InteractiveShell.size(terminal)));
            new InteractiveShell(terminal, new Shell(link, screen, style, known), history).run();
        }
        return Shell.OK;
    }

    /** Ctrl-C ends the program; what runs on the server is stopped on the way out. */
    private int runScripts(Link link, Style style, ShellVariables known, List<String> scripts) {
        Shell shell = new Shell(link, Screen.plain(out, errors), style, known);
        Thread stop = new Thread(shell::interrupt, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            for (String script : scripts) {
                if (!shell.runScript(script) && known.isOn(ShellVariables.ON_ERROR_STOP)) {
                    break;
                }
            }
            out.flush();
            return shell.exitCode();
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                removeHook(stop);
            }
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // the program is on its way out, by Ctrl-C
            return;
        }
    }
}
