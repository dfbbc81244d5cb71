package io.millrace.cli.command;

import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.cli.server.Link;
import io.millrace.cli.server.StatementRunner;
import io.millrace.cli.server.StatementRunner.End;
import io.millrace.cli.server.StatementRunner.Result;
import io.millrace.cli.server.Vocabulary;
import io.millrace.cli.text.CommandText;
import io.millrace.cli.text.ScriptPart;
import io.millrace.cli.text.ScriptParts;
import io.millrace.cli.text.ShellVariables;
import io.millrace.cli.text.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs scripts of statements and commands. One thread runs them; any may {@link #interrupt}. */
public final class Shell {

    /** When all went well. */
    public static final int OK = 0;
    /** When a statement or a command failed. */
    public static final int FAILED = 1;
    /** When the server was not reached, or was lost; also for wrong options. */
    public static final int NO_SERVER = 2;

    private static final Set<String> CHANGE_NAMES =
            Set.of("CREATE", "ALTER", "DROP", "COMMIT", "SET", "GRANT", "REVOKE");
    private static final int MOST_NESTED = 16;
    private static final long RECONNECT_MILLIS = 10_000;
    private static final long RETRY_MILLIS = 250;

    private final Link link;
    private final Screen screen;
    private final Style style;
    private final ShellVariables variables;
    private final StatementRunner runner;
    private final Vocabulary vocabulary;
    private final ShellCommands commands;
    private Optional<SqlText> last = Optional.empty();
    private boolean leaving;
    private boolean lost;
    /** Whether nothing can be printed any more. */
    private boolean gone;

    private int exitCode = OK;
    private int nested;
    private boolean interrupted;

    public Shell(Link link, Screen screen, Style style, ShellVariables variables) {
        this.link = link;
        this.screen = screen;
        this.style = style;
        this.variables = variables;
        this.runner = new StatementRunner(link, screen, style);
        this.vocabulary = new Vocabulary(link);
        this.commands = new ShellCommands(this);
    }

    Link link() {
        return link;
    }

    Screen screen() {
        return screen;
    }

    Style style() {
        return style;
    }

    /** The variables, which options set, too. */
    public ShellVariables variables() {
        return variables;
    }

    StatementRunner runner() {
        return runner;
    }

    /** The words and names that can be completed. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The names of all commands, with their backslashes. */
    public List<String> commandNames() {
        return commands.names();
    }

    Optional<SqlText> last() {
        return last;
    }

    void remember(SqlText statement) {
        last = Optional.of(statement);
    }

    /** What the program ends with. */
    public int exitCode() {
        return exitCode;
    }

    void leave() {
        leaving = true;
    }

    /** Runs what a person has typed; whether the shell goes on. An error ends nothing. */
    public boolean converse(String input) {
        synchronized (this) {
            interrupted = false;
        }
        for (ScriptPart part : ScriptParts.of(input)) {
            if (!leaving && !isInterrupted()) {
                run(part);
            }
        }
        return !leaving;
    }

    /** Runs a script; whether it went well. Ends at its first error unless the variable ON_ERROR_STOP is off. */
    public boolean runScript(String script) {
        boolean well = true;
        for (ScriptPart part : ScriptParts.of(script)) {
            if (leaving || isInterrupted() || exitCode == NO_SERVER || gone) {
                return well;
            }
            echo(part);
            if (!run(part)) {
                well = false;
                if (variables.isOn(ShellVariables.ON_ERROR_STOP)) {
                    return false;
                }
            }
        }
        return well;
    }

    /** The same within another script. */
    boolean runNested(String script) throws CommandFailure {
        if (nested >= MOST_NESTED) {
            throw new CommandFailure("files call each other more than " + MOST_NESTED + " deep");
        }
        nested++;
        try {
            return runScript(script);
        } finally {
            nested--;
        }
    }

    private void echo(ScriptPart part) {
        if (variables.get(ShellVariables.ECHO).filter("all"::equals).isPresent()) {
            screen.out()
                    .println(
                            part instanceof SqlText statement
                                    ? variables.substitute(statement.text()) + ";"
                                    : ((CommandText) part).text());
        }
    }

    private boolean run(ScriptPart part) {
        boolean well = part instanceof SqlText statement ? run(statement) : commands.run((CommandText) part);
        well &= isHeard();
        if (!well && exitCode == OK) {
            exitCode = FAILED;
        }
        return well;
    }

    /** Whether what was printed went somewhere; when it did not, that is said once. */
    private boolean isHeard() {
        if (!gone && screen.isGone()) {
            gone = true;
            screen.whyGone().ifPresent(reason -> screen.error("cannot write to standard output: " + reason));
        }
        return !gone;
    }

    /** Runs a statement with values in the places of variables. */
    boolean run(SqlText statement) {
        remember(statement);
        return runAsItIs(statement.with(variables.substitute(statement.text())), Optional.empty());
    }

    boolean runAsItIs(SqlText statement, Optional<String> title) {
        if (lost && !reconnect()) {
            return false;
        }
        return ended(statement, runner.run(statement, title));
    }

    /** Notes how a statement ended; whether that was well. */
    boolean ended(SqlText statement, Result result) {
        variables.set("ROW_COUNT", Long.toString(result.rows()));
        variables.set("ERROR", Boolean.toString(result.failure().isPresent()));
        variables.set(
                "SQLSTATE", result.failure().map(SQLException::getSQLState).orElse("00000"));
        String word = statement.text().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
        if (CHANGE_NAMES.contains(word)) {
            vocabulary.stale();
        }
        if (result.end() == End.LOST || result.end() == End.FORGOTTEN) {
            lost(result.end());
        }
        if (result.end() == End.CANCELLED) {
            interrupt();
        }
        return result.end() == End.WELL || result.end() == End.CANCELLED;
    }

    /** A person waits for the server to come back; a script does not. */
    private void lost(End end) {
        lost = true;
        if (screen.terminal().isEmpty()) {
            exitCode = NO_SERVER;
        } else if (reconnect()) {
            screen.error(
                    end == End.FORGOTTEN
                            ? "The statement was not run."
                            : "Whether the statement took effect is not known; it was not repeated.");
        }
    }

    private boolean reconnect() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECONNECT_MILLIS);
        screen.error("Connecting again ...");
        while (true) {
            try {
                link.reconnect();
                lost = false;
                vocabulary.stale();
                screen.error(
                        "Connected again, with a new session: what was SET, and a transaction that was open, are gone.");
                return true;
            } catch (SQLException failure) {
                if (!Link.isLost(failure) && !Link.isAway(failure)
                        || System.nanoTime() > until
                        || !pause(RETRY_MILLIS)) {
                    screen.error(failure.getMessage() + "; \\connect tries again");
                    return false;
                }
            }
        }
    }

    /** Connected anew by somebody's wish. */
    void connected() {
        lost = false;
        vocabulary.stale();
    }

    /** Stops what runs, and the script that it belongs to. */
    public void interrupt() {
        synchronized (this) {
            interrupted = true;
            notifyAll();
        }
        runner.cancel();
    }

    synchronized boolean isInterrupted() {
        return interrupted;
    }

    /** Waits; whether nobody interrupted that. */
    synchronized boolean pause(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; left > 0 && !interrupted; left = (until - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !interrupted;
    }
}
