package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace server}: serves until it is told to stop. */
@Command(name = "server", description = "Starts a server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {

    @Option(names = "--data-dir", paramLabel = "D", description = "directory of the server's own files")
    private String dataDirectory;

    @Option(names = "--port", paramLabel = "P", description = "port to listen on; 0 takes a free one (default: 8765)")
    private String port;

    @Option(names = "--init", paramLabel = "FILE.sql", description = "script to run before the server is ready")
    private List<Path> scripts = List.of();

    @Option(names = "--set", paramLabel = "key=value", description = "a setting; SHOW SETTINGS lists all")
    private List<String> settings = List.of();

    @Option(
            names = "--repair",
            description = "go on without damaged records of the journal and all later ones, which are kept aside")
    private boolean repair;

    @Override
    public Integer call() throws Exception {
        List<InitScript> read = scripts.stream().map(InitScript::read).toList();
        try (Startup startup = new Startup(parsed(), Path.of("").toAbsolutePath(), read, repair)) {
            Shutdown shutdown = Shutdown.closing(startup);
            MillraceServer server = startup.run();
            System.out.println("Millrace ready at " + server.url());
            shutdown.await();
            return CommandLine.ExitCode.OK;
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.SERVER_STOPPING) {
                return CommandLine.ExitCode.SOFTWARE; // whoever broke the start off was told
            }
            throw e;
        }
    }

    private Settings parsed() {
        List<String> entries = new ArrayList<>(settings);
        if (dataDirectory != null) {
            entries.add(Setting.DATA_DIR.key() + "=" + dataDirectory);
        }
        if (port != null) {
            entries.add(Setting.PORT.key() + "=" + port);
        }
        return Settings.parse(entries);
    }
}
