package io.millrace.app.journal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace journal}. */
@Command(
        name = "journal",
        description = "Looks into the journal of a data directory.",
        mixinStandardHelpOptions = true,
        subcommands = InspectCommand.class)
public final class JournalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: inspect");
    }
}
