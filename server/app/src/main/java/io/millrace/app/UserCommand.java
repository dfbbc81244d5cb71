package io.millrace.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace user}: what is done to users without a server. */
@Command(
        name = "user",
        description = "Makes users in a data directory that no server uses.",
        mixinStandardHelpOptions = true,
        subcommands = UserAddCommand.class)
final class UserCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add");
    }
}
