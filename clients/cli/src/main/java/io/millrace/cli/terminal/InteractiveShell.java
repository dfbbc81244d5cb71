package io.millrace.cli.terminal;

import io.millrace.cli.command.Shell;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Reads statements from a person at a terminal. */
public final class InteractiveShell {

    /** What people type who do not know the commands yet. */
    private static final Set<String> LEAVE = Set.of("quit", "exit");

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
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new StatementParser())
                .completer(new SqlCompleter(shell.vocabulary(), shell.commandNames()))
                .highlighter(new SqlColours(shell.vocabulary()))
                .history(new TypedHistory())
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_OF_NEXT_LINES)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
    }

    /** Whether a line is one of the words that need neither backslash nor semicolon. */
    static boolean isWord(String line) {
        String word = line.strip().toLowerCase(Locale.ROOT);
        return LEAVE.contains(word) || word.equals(HELP);
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
        return input.strip().equalsIgnoreCase(HELP) && shell.converse("\\?");
    }
}
