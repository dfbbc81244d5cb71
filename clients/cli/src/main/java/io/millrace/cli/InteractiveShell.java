package io.millrace.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Reads statements from a person at a terminal. */
final class InteractiveShell {

    /** Lines that are not written to the file: they may hold a password or the value of a secret. */
    private static final String UNREMEMBERED = "(?is)*password*:*secret*";

    private static final String PROMPT = "millrace> ";
    private static final String PROMPT_OF_NEXT_LINES = "        > ";

    private final Terminal terminal;
    private final StatementRunner runner;
    private final LineReader reader;

    InteractiveShell(Terminal terminal, StatementRunner runner, Path historyFile) {
        this.terminal = terminal;
        this.runner = runner;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new StatementParser())
                .variable(LineReader.HISTORY_FILE, historyFile)
                .variable(LineReader.HISTORY_IGNORE, UNREMEMBERED)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_OF_NEXT_LINES)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .build();
    }

    /** Runs until the person leaves. */
    void run() {
        terminal.handle(Terminal.Signal.INT, signal -> runner.cancel());
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
        if (BackslashCommands.isCommand(input)) {
            try {
                return new BackslashCommands(runner).run(input);
            } catch (SQLException failure) {
                runner.report(failure);
                return true;
            }
        }
        for (SqlText statement : StatementSplitter.split(input)) {
            runner.run(statement);
            if (runner.wasCancelled()) {
                break;
            }
        }
        return true;
    }
}
