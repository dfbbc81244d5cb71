package io.millrace.cli.terminal;

import io.millrace.cli.command.Shell;
import io.millrace.cli.output.Screen;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** Reads statements from a person at a terminal. */
public final class InteractiveShell {

    /** What people type who do not know the commands yet. */
    private static final Set<String> LEAVE = Set.of("quit", "exit");

    private static final Size USUAL = new Size(80, 24);
    private static final String HELP = "help";
    private static final String PROMPT = "millrace> ";
    private static final String PROMPT_OF_NEXT_LINES = "        > ";

    private final Terminal terminal;
    private final Shell shell;
    private final LineReader reader;

    public InteractiveShell(Terminal terminal, Shell shell, Path historyFile) {
        this.terminal = terminal;
        this.shell = shell;
        TypedHistory.guard(historyFile);
        LineReaderBuilder builder = LineReaderBuilder.builder();
        if (isColoured()) {
            builder.highlighter(new SqlColours(shell.vocabulary()));
        }
        this.reader = builder.terminal(terminal)
                .parser(new StatementParser())
                .completer(new SqlCompleter(shell.vocabulary(), shell.commandNames()))
                .history(new TypedHistory())
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_OF_NEXT_LINES)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
    }

    /** What people set in the environment who want no colours. */
    private static boolean isColoured() {
        String plain = System.getenv("NO_COLOR");
        return plain == null || plain.isEmpty();
    }

    /** A line without blanks around it, and without semicolons, which some hands type. */
    private static String word(String line) {
        return line.strip().replaceAll("[;\\s]+$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether a line is one of the words that need neither backslash nor semicolon. */
    static boolean isWord(String line) {
        return LEAVE.contains(word(line)) || word(line).equals(HELP);
    }

    /** How large a terminal is. One that does not say is of the usual size; one that cannot go back is never full. */
    public static Screen.Size size(Terminal terminal) {
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            terminal.setSize(USUAL);
        }
        boolean simple = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        return new Screen.Size(terminal::getWidth, simple ? () -> 0 : terminal::getHeight);
    }

    /** Runs until the person leaves. */
    public void run() {
        terminal.handle(Terminal.Signal.INT, signal -> shell.interrupt());
        shell.vocabulary().refresh();
        boolean goOn = true;
        while (goOn) {
            try {
                goOn = run(reader.readLine(PROMPT));
            } catch (UserInterruptException interrupted) {
                // Ctrl-C at the prompt drops what was typed
                continue;
            } catch (EndOfFileException leaving) {
                goOn = false;
            }
        }
    }

    private boolean run(String input) {
        if (!isWord(input)) {
            return shell.converse(input);
        }
        return word(input).equals(HELP) && shell.converse("\\?");
    }
}
