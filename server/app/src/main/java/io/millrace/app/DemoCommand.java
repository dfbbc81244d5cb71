package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace demo}: a server with streams and views over data that is shipped with it. */
@Command(
        name = "demo",
        description = "Starts a server over real data and prints its results as they come.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String SCRIPT = ".sql";
    private static final String WATCH = ".watch.sql";
    /** The address is printed when the rows have come, so that it can be seen. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", defaultValue = "flights", description = "which demo")
    private String name;

    @Option(names = "--once", description = "print the results when all input was read, then end")
    private boolean once;

    @Option(names = "--port", paramLabel = "P", description = "port to listen on; 0 takes a free one (default: 8765)")
    private String port;

    @Override
    public Integer call() throws Exception {
        Path demos = demos();
        InitScript script = InitScript.read(script(demos));
        Path temporary = temporaryDirectory();
        Settings settings =
                Settings.defaults().with(Setting.DATA_DIR, temporary.toString()).with(Setting.PORT, port());
        try (MillraceServer server = MillraceServer.start(settings, demos, List.of(once ? script : script.live()));
                DemoResults results = new DemoResults(
                        server.url(),
                        InitScript.read(demos.resolve(name + WATCH)).sql())) {
            if (once) {
                results.printAll();
            } else {
                Shutdown shutdown = Shutdown.closing(server);
                System.out.println(
                        "Rows come as windows close; look inside meanwhile with bin/millrace sql " + server.url());
                results.follow();
                results.awaitQuiet(QUIET);
                System.out.println("Millrace ready at " + server.url());
                System.out.println(
                        "Connect with bin/millrace sql " + server.url() + ", or any JDBC client; Ctrl-C ends it.");
                shutdown.await();
            }
        }
        return 0;
    }

    /** A demo that ends needs no address that others know. */
    private String port() {
        if (port != null) {
            return port;
        }
        return once ? "0" : Setting.PORT.defaultValue();
    }

    private static Path demos() {
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND,
                    "the demos belong to the distribution; start them with bin/millrace demo");
        }
        return Path.of(home, "examples", "demo");
    }

    private Path script(Path demos) throws IOException {
        Path script = demos.resolve(name + SCRIPT);
        if (Files.exists(script) && Files.exists(demos.resolve(name + WATCH))) {
            return script;
        }
        try (Stream<Path> files = Files.list(demos)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(WATCH))
                    .map(file -> file.substring(0, file.length() - WATCH.length()))
                    .sorted()
                    .toList();
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND, "there is no demo " + name + "; there are: " + String.join(", ", names));
        }
    }

    /** Files are deleted in the reverse of this order, also when the process is told to end. */
    private static Path temporaryDirectory() throws IOException {
        Path directory = Files.createTempDirectory("millrace-demo");
        directory.toFile().deleteOnExit();
        directory.resolve(DataDirectory.LOCK_FILE).toFile().deleteOnExit();
        return directory;
    }
}
