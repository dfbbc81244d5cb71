package io.millrace.cli.command;

import io.millrace.cli.command.ShellCommand.Call;
import io.millrace.cli.output.Style;
import io.millrace.cli.server.StatementRunner.Result;
import io.millrace.cli.text.ScriptFile;
import io.millrace.cli.text.SqlText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands that run statements: again, from files, from an editor. */
final class StatementCommands {

    private static final double WATCH_SECONDS = 2;

    private final Shell shell;

    StatementCommands(Shell shell) {
        this.shell = shell;
    }

    List<ShellCommand> all() {
        return List.of(
                ShellCommand.of("\\g", "", "run the statement before it, or the last one again", this::go)
                        .endingStatements(),
                ShellCommand.of("\\gx", "", "the same, each value on a line of its own", this::goExpanded)
                        .endingStatements(),
                ShellCommand.of("\\gset", "[PREFIX]", "the same, and keep its only row in variables", this::keep)
                        .endingStatements(),
                ShellCommand.of("\\watch", "[SECONDS] [c=COUNT]", "run it again and again, until Ctrl-C", this::watch)
                        .endingStatements(),
                ShellCommand.of("\\e", "[FILE]", "edit it, or a file, and run what was written", this::edit)
                        .endingStatements(),
                ShellCommand.of("\\p", "", "print it", this::print).endingStatements(),
                ShellCommand.of("\\r", "", "forget what was typed of it", call -> true)
                        .endingStatements(),
                ShellCommand.of("\\i", "FILE", "run the statements and commands of a file", this::include));
    }

    private SqlText statement(Call call) throws CommandFailure {
        SqlText statement =
                call.statement().or(shell::last).orElseThrow(() -> new CommandFailure("there is no statement yet"));
        shell.remember(statement);
        return statement;
    }

    private boolean go(Call call) throws CommandFailure {
        return shell.run(statement(call));
    }

    private boolean goExpanded(Call call) throws CommandFailure {
        Style style = shell.style();
        Style.Expanded before = style.expanded();
        style.setExpanded(Style.Expanded.on);
        try {
            return shell.run(statement(call));
        } finally {
            style.setExpanded(before);
        }
    }

    private boolean keep(Call call) throws CommandFailure {
        SqlText statement = statement(call);
        List<Map<String, String>> rows = new ArrayList<>();
        Result result = shell.runner().read(statement.with(shell.variables().substitute(statement.text())), 2, rows);
        if (!shell.ended(statement, result)) {
            return false;
        }
        if (rows.size() != 1) {
            throw new CommandFailure("\\gset wants one row, not " + (rows.isEmpty() ? "none" : "several"));
        }
        String prefix = call.argument(0).orElse("");
        rows.get(0).forEach((name, value) -> {
            if (value == null) {
                shell.variables().unset(prefix + name);
            } else {
                shell.variables().set(prefix + name, value);
            }
        });
        return true;
    }

    private boolean watch(Call call) throws CommandFailure {
        SqlText statement = statement(call);
        double seconds = WATCH_SECONDS;
        long most = Long.MAX_VALUE;
        for (String argument : call.arguments()) {
            if (argument.startsWith("c=")) {
                most = (long) number(argument.substring(2));
            } else {
                seconds = number(argument.startsWith("i=") ? argument.substring(2) : argument);
            }
        }
        SqlText text = statement.with(shell.variables().substitute(statement.text()));
        for (long count = 1; count <= most; count++) {
            String title = LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " (every "
                    + BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString() + " s)";
            boolean titled = shell.style().hasFooter();
            if (!shell.runAsItIs(text, titled ? Optional.of(title) : Optional.empty())) {
                return false;
            }
            if (shell.isInterrupted()
                    || shell.screen().isGone()
                    || count < most && !shell.pause((long) (seconds * 1_000))) {
                return true;
            }
        }
        return true;
    }

    private static double number(String text) throws CommandFailure {
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number < 1e6) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // told below
        }
        throw new CommandFailure("\\watch wants a number of seconds, not " + text);
    }

    private boolean print(Call call) throws CommandFailure {
        shell.screen().out().println(statement(call).text() + ";");
        return true;
    }

    private boolean include(Call call) throws CommandFailure {
        String name = call.argument(0).orElseThrow(() -> new CommandFailure("say which file"));
        return shell.runNested(read(name));
    }

    private static String read(String file) throws CommandFailure {
        try {
            return ScriptFile.read(file);
        } catch (IOException failure) {
            throw new CommandFailure("cannot read " + file + ": " + ScriptFile.reason(failure));
        }
    }

    private boolean edit(Call call) throws CommandFailure {
        Optional<String> named = call.argument(0);
        String before = call.statement().or(shell::last).map(SqlText::text).orElse("");
        try {
            Path file = named.isPresent() ? ScriptFile.path(named.get()) : Files.createTempFile("millrace", ".sql");
            try {
                if (named.isEmpty()) {
                    Files.writeString(file, before.isEmpty() ? "" : before + ";\n");
                }
                openEditor(file);
                String script = read(file.toString());
                if (named.isEmpty() && script.strip().equals((before + ";").strip())) {
                    return true;
                }
                shell.screen().out().println(script.strip());
                return shell.runNested(script);
            } finally {
                if (named.isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failure) {
            throw new CommandFailure("cannot edit: " + failure.getMessage());
        }
    }

    private static void openEditor(Path file) throws CommandFailure, IOException {
        String editor = Stream.of("MILLRACE_EDITOR", "VISUAL", "EDITOR")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("vi");
        Process process = new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new CommandFailure("the editor " + editor + " ended with " + code + "; nothing was run");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }
}
