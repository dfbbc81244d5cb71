package io.millrace.app.backup;

import io.millrace.app.directory.BackupLabel;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace backup}: copies a data directory while its server goes on. */
@Command(
        name = "backup",
        description = "Takes a backup of a server, which may go on meanwhile.",
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

    private static final String SCHEME = "jdbc:";

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SERVER",
            description = "URL of a server on this machine, which takes a checkpoint first; or a data directory")
    private String server;

    @Parameters(index = "1", paramLabel = "TARGET", description = "directory for the backup: empty, or not there yet")
    private Path target;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "who asks the server, with the privilege CHECKPOINT")
    private String user;

    @Option(
            names = {"-p", "--password"},
            interactive = true,
            arity = "0..1",
            paramLabel = "PASSWORD",
            description = "the user's password; asked for when the option has no value")
    private String password;

    @Override
    public Integer call() throws IOException {
        Path source = isUrl() ? askServer() : Path.of(server);
        Path place = target.toAbsolutePath().normalize();
        BackupLabel label = Backup.take(source.toAbsolutePath().normalize(), place, Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        out.println("backup of " + source + " in " + target + ": "
                + (label.checkpoint() == 0
                        ? "the whole journal"
                        : "checkpoint " + label.checkpoint() + " and the journal")
                + " up to LSN " + label.lsn());
        out.flush();
        return 0;
    }

    private boolean isUrl() {
        return server.startsWith(SCHEME) || (server.matches("[\\w.-]+:\\d+") && !Files.exists(Path.of(server)));
    }

    private Path askServer() {
        String url = server.startsWith(SCHEME) ? server : "jdbc:millrace://" + server;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            Path directory;
            try (ResultSet row = statement.executeQuery("SELECT value FROM sys.settings WHERE name = 'data.dir'")) {
                row.next();
                directory = Path.of(row.getString(1));
            }
            if (!Files.isDirectory(directory)) {
                throw new MillraceException(
                        ErrorCode.FILE_NOT_FOUND,
                        "the data directory " + directory + " of " + server
                                + " is not there; run this on the machine of the server");
            }
            return directory;
        } catch (SQLException e) {
            throw new MillraceException(ErrorCode.FILE_ERROR, server + ": " + e.getMessage(), e);
        }
    }
}
