package io.millrace.cli.command;

import io.millrace.cli.text.SqlText;
import java.util.List;
import java.util.Optional;

/**
 * A command of the shell.
 *
 * @param names with their backslashes; the first is the one that is listed
 * @param arguments as help shows them
 * @param description one line
 * @param endsStatements whether it may stand behind a statement, in the place of its semicolon
 */
record ShellCommand(List<String> names, String arguments, String description, boolean endsStatements, Action action) {

    /**
     * A call.
     *
     * @param name by which it was called
     * @param statement that it ends
     */
    record Call(String name, List<String> arguments, Optional<SqlText> statement) {

        Optional<String> argument(int index) {
            return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
        }

        /** Whether a letter stands behind the name of the command. */
        boolean has(char modifier) {
            return name.indexOf(modifier) >= 0;
        }
    }

    /** What a command does; whether it went well. What failed in a statement is told already. */
    interface Action {
        boolean run(Call call) throws CommandFailure;
    }

    static ShellCommand of(String name, String arguments, String description, Action action) {
        return new ShellCommand(List.of(name.split("\\|")), arguments, description, false, action);
    }

    /** The same, behind a statement, too. */
    ShellCommand endingStatements() {
        return new ShellCommand(names, arguments, description, true, action);
    }
}
