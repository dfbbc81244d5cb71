package io.millrace.cli.command;

import io.millrace.cli.text.CommandText;
import io.millrace.cli.text.CommandWords;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of commands: finds the one that is called, and lists them all. */
final class ShellCommands {

    private final Shell shell;
    private final Map<String, List<ShellCommand>> groups = new LinkedHashMap<>();
    private final Map<String, ShellCommand> byName = new HashMap<>();

    ShellCommands(Shell shell) {
        this.shell = shell;
        groups.put("The shell", new SessionCommands(shell, this).all());
        groups.put("Statements", new StatementCommands(shell).all());
        groups.put("What there is (S: also of the system; +: more of each)", new LookCommands(shell).all());
        groups.put("Results", new OutputCommands(shell).all());
        groups.values()
                .forEach(group -> group.forEach(command -> command.names().forEach(name -> byName.put(name, command))));
    }

    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    /** Carries a command out; whether that went well. */
    boolean run(CommandText text) {
        List<String> words = new ArrayList<>(CommandWords.of(text.text(), shell.variables()));
        int end = words.size() - 1;
        if (words.get(end).endsWith(";") && !words.get(0).equals("\\echo")) {
            words.set(end, words.get(end).replaceAll(";+$", ""));
        }
        words.removeIf(String::isEmpty);
        String name = words.isEmpty() ? "\\" : words.get(0);
        try {
            ShellCommand command = find(name);
            if (text.statement().isPresent() && !command.endsStatements()) {
                throw new CommandFailure(name + " stands within a statement; end that with a semicolon first");
            }
            List<String> arguments = words.subList(1, words.size());
            return command.action().run(new ShellCommand.Call(name, arguments, text.statement()));
        } catch (CommandFailure failure) {
            String where = text.line() > 1 ? "line " + text.line() + ": " : "";
            shell.screen().error("ERROR: " + where + failure.getMessage());
            return false;
        } finally {
            shell.screen().out().flush();
        }
    }

    /** Those that list may have letters behind their names. */
    private ShellCommand find(String name) throws CommandFailure {
        ShellCommand command = byName.get(name);
        if (command == null && name.startsWith("\\d")) {
            command = byName.get(name.replaceAll("[S+]", ""));
        }
        return Optional.ofNullable(command)
                .orElseThrow(() -> new CommandFailure("there is no command " + name + "; \\? lists them"));
    }

    void list(PrintWriter out) {
        out.println("Statements end with a semicolon and may span lines. Ctrl-C stops what runs, Ctrl-D leaves.");
        groups.forEach((title, group) -> {
            out.println();
            out.println(title);
            for (ShellCommand command : group) {
                String call = String.join(", ", command.names()) + " " + command.arguments();
                out.println(String.format("  %-32s %s", call.strip(), command.description()));
            }
        });
    }
}
