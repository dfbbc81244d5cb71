package io.millrace.app.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace verify}: whether everything in a data directory is what was written. */
@Command(
        name = "verify",
        description =
                "Examines a whole data directory: journal, checkpoints and what else is there. Says what is wrong with"
                        + " which file, and what a server would do. Changes nothing; exit code 1 when something is wrong.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "data directory of a server")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        DirectoryReport report = DirectoryReport.of(directory);
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        out.flush();
        return report.wrong() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
}
