package io.millrace.app;

import io.millrace.app.backup.BackupCommand;
import io.millrace.app.backup.RestoreCommand;
import io.millrace.app.journal.JournalCommand;
import io.millrace.app.journal.VerifyCommand;
import io.millrace.bench.BenchCommand;
import io.millrace.cli.SqlShell;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.TimeZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code bin/millrace}. */
@Command(
        name = "millrace",
        description = "A streaming SQL server: continuous queries over streams, served over JDBC.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(
            ServerCommand.class,
            DemoCommand.class,
            SqlShell.class,
            BenchCommand.class,
            JournalCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            UserCommand.class,
            Rehearsal.class);

    @Spec
    private CommandSpec spec;

    /** Times have no zone of the machine's: functions of libraries would move those that its clocks leave out. */
    public static void main(String[] arguments) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.exit(execute(arguments));
    }

    /** Runs a command to its end; returns the exit code. */
    static int execute(String... arguments) {
        return line(arguments)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure))
                .execute(arguments);
    }

    /** With the command that is called, or with all: to find out about one takes a while. */
    private static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        List<Class<?>> called = COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        (called.isEmpty() ? COMMANDS : called).forEach(line::addSubcommand);
        return line;
    }

    /** One line for the user; what nobody has logged yet is logged with its trace. */
    private static int report(Exception failure) {
        String text = failure.getMessage();
        if (failure instanceof MillraceException known) {
            text = known.userMessage();
        } else {
            Logger log = LoggerFactory.getLogger(Main.class);
            log.error("The command failed", failure);
        }
        System.err.println("millrace: " + text);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to run: server, demo, sql, bench, journal, verify, backup, restore or user");
    }
}
