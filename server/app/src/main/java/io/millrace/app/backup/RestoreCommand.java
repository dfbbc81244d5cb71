package io.millrace.app.backup;

import io.millrace.app.directory.BackupLabel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace restore}: makes a data directory of a backup. */
@Command(
        name = "restore",
        description = "Makes a data directory of a backup, which stays as it is.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BACKUP", description = "directory of the backup")
    private Path backup;

    @Parameters(index = "1", paramLabel = "DIR", description = "data directory to make: empty, or not there yet")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        BackupLabel label = Restoration.restore(
                backup.toAbsolutePath().normalize(), directory.toAbsolutePath().normalize(), Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        out.println("restored " + directory + " as it was at " + label.takenAt() + ", up to LSN " + label.lsn());
        out.flush();
        return 0;
    }
}
