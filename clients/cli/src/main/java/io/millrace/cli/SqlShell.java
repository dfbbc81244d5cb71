package io.millrace.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code millrace sql}: an SQL shell, for people and for scripts. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs SQL on a server: what is typed, what -e or -f gives, or what standard input holds.")
public final class SqlShell implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "jdbc:millrace://localhost:8765",
            description = "The server; ${DEFAULT-VALUE} when not given. host:port will do.")
    private String url;

    @ArgGroup
    private Script script;

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

    private static final String LOGIN_FAILED = "28000";

    /** Where the statements come from, when not from a terminal. */
    static final class Script {
        @Option(
                names = {"-e", "--execute"},
                required = true,
                paramLabel = "SQL",
                description = "Runs these statements and leaves.")
        private String sql;

        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "Runs the statements of a file and leaves.")
        private Path file;
    }

    private final PrintWriter out;
    private final PrintWriter errors;

    /** A shell that prints to standard output and standard error. */
    public SqlShell() {
        this(writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    SqlShell(PrintWriter out, PrintWriter errors) {
        this.out = out;
        this.errors = errors;
    }

    private static PrintWriter writer(FileDescriptor stream) {
        Charset charset = Charset.forName(System.getProperty(
                "sun.stdout.encoding", Charset.defaultCharset().name()));
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset));
    }

    /** Runs the shell as a program of its own. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SqlShell()).execute(arguments));
    }

    /** Exit code 0, or 1 when a statement of a script fails or the server is not reached. */
    @Override
    public Integer call() throws IOException {
        String statements;
        try {
            statements = statements();
        } catch (IOException failure) {
            errors.println("cannot read " + script.file + ": " + reason(failure));
            errors.flush();
            return 1;
        }
        try (Connection connection = connect()) {
            boolean interactive = statements == null;
            StatementRunner runner = new StatementRunner(connection, out, errors, format, System.console() != null);
            if (interactive) {
                converse(runner);
                return 0;
            }
            return runScript(runner, statements) ? 0 : 1;
        } catch (SQLException failure) {
            ErrorReport.print(errors, new SqlText("", 1, 1), failure);
            return 1;
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.NoSuchFileException ? "there is no such file" : failure.getMessage();
    }

    /** The script to run; {@code null} when a person is to be asked. */
    private String statements() throws IOException {
        if (script != null) {
            return script.sql != null ? script.sql : Files.readString(script.file);
        }
        return System.console() != null ? null : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Asks for a password only when the server wants one and there is somebody to ask. */
    private Connection connect() throws SQLException {
        String given = password == null && user != null ? System.getenv(PASSWORD) : password;
        try {
            return connect(given);
        } catch (SQLException failure) {
            Console console = System.console();
            if (!LOGIN_FAILED.equals(failure.getSQLState()) || given != null || user == null || console == null) {
                throw failure;
            }
            char[] typed = console.readPassword("Password of %s: ", user);
            if (typed == null) {
                throw failure;
            }
            return connect(new String(typed));
        }
    }

    private Connection connect(String given) throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (given != null) {
            properties.setProperty("password", given);
        }
        return DriverManager.getConnection(url.startsWith("jdbc:") ? url : "jdbc:millrace://" + url, properties);
    }

    private void converse(StatementRunner runner) throws IOException {
        Path history = Path.of(System.getProperty("user.home"), ".millrace_history");
        try (Terminal terminal = TerminalBuilder.builder().build()) {
            out.println("Connected to " + url + ". \\h for help, \\q or Ctrl-D to leave.");
            out.flush();
            new InteractiveShell(terminal, runner, history).run();
        }
    }

    /** Stops at the first error. Ctrl-C ends the program; what runs on the server is stopped on the way out. */
    private static boolean runScript(StatementRunner runner, String statements) {
        Thread stop = new Thread(runner::cancel, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            for (SqlText statement : StatementSplitter.split(statements)) {
                if (!runner.run(statement)) {
                    return false;
                }
            }
            return true;
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
