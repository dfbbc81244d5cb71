package io.millrace.cli.command;

import io.millrace.cli.command.ShellCommand.Call;
import io.millrace.cli.server.Link;
import io.millrace.cli.text.ShellVariables;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Commands about the shell and its connection: help, variables, leaving. */
final class SessionCommands {

    private final Shell shell;
    private final ShellCommands commands;

    SessionCommands(Shell shell, ShellCommands commands) {
        this.shell = shell;
        this.commands = commands;
    }

    List<ShellCommand> all() {
        return List.of(
                ShellCommand.of("\\q", "", "leave", this::quit),
                ShellCommand.of("\\?", "", "this list", this::help),
                ShellCommand.of("\\h", "[WORDS]", "how statements are written", this::syntax),
                ShellCommand.of("\\conninfo", "", "which server, and as whom", this::describeConnection),
                ShellCommand.of(
                        "\\connect|\\c", "[URL|- [USER]]", "connect again, or to another server", this::connect),
                ShellCommand.of("\\set", "[NAME [VALUE]]", "list variables, or set one", this::set),
                ShellCommand.of("\\unset", "NAME", "forget a variable", this::unset),
                ShellCommand.of("\\echo", "[TEXT]", "print a text", this::echo));
    }

    private PrintWriter out() {
        return shell.screen().out();
    }

    private boolean quit(Call call) {
        shell.leave();
        return true;
    }

    private boolean help(Call call) {
        commands.list(out());
        return true;
    }

    private boolean syntax(Call call) throws CommandFailure {
        String words = String.join(" ", call.arguments());
        List<String> found = Syntax.of(words);
        if (found.isEmpty()) {
            throw new CommandFailure("no statement begins with " + words + "; \\h lists them");
        }
        found.forEach(out()::println);
        return true;
    }

    private boolean describeConnection(Call call) throws CommandFailure {
        Link link = shell.link();
        try {
            Connection connection = link.connection();
            out().println("server: " + link.address());
            out().println("version: " + connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion());
            out().println("user: " + link.user().orElse("none"));
            out().println("schema: " + connection.getSchema());
            out().println("auto-commit: " + (connection.getAutoCommit() ? "on" : "off"));
            return true;
        } catch (SQLException failure) {
            throw new CommandFailure(failure.getMessage());
        }
    }

    private boolean connect(Call call) throws CommandFailure {
        Link link = shell.link();
        try {
            Optional<String> url = call.argument(0).filter(text -> !text.equals("-"));
            if (url.isEmpty() && call.argument(1).isEmpty()) {
                link.reconnect();
            } else {
                link.connectElsewhere(url, call.argument(1));
            }
        } catch (SQLException failure) {
            throw new CommandFailure(failure.getMessage());
        }
        shell.connected();
        out().println("Connected to " + link.address() + ".");
        return true;
    }

    private boolean set(Call call) throws CommandFailure {
        ShellVariables variables = shell.variables();
        if (call.arguments().isEmpty()) {
            variables.all().forEach((name, value) -> out().println(name + " = '" + value + "'"));
            return true;
        }
        String name = call.arguments().get(0);
        if (!ShellVariables.isName(name)) {
            throw new CommandFailure("a variable is called by letters, digits and underscores, not " + name);
        }
        variables.set(
                name,
                String.join("", call.arguments().subList(1, call.arguments().size())));
        return true;
    }

    private boolean unset(Call call) throws CommandFailure {
        shell.variables().unset(call.argument(0).orElseThrow(() -> new CommandFailure("say which variable")));
        return true;
    }

    private boolean echo(Call call) {
        out().println(String.join(" ", call.arguments()));
        return true;
    }
}
