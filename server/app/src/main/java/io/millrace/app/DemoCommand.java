package io.millrace.app;

import io.millrace.app.directory.TemporaryDirectory;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace demo}: a server with streams and views over data that is shipped with it. */
@Command(
        name = "demo",
        description = "Starts a server over the data of a demo and prints its results as they come.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

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
        Demo demo = Demo.named(name);
        List<InitScript> scripts = once
                ? demo.scripts()
                : demo.scripts().stream().map(InitScript::live).toList();
        try (TemporaryDirectory directory = TemporaryDirectory.create("millrace-demo");
                MillraceServer server = MillraceServer.start(settings(directory), demo.base(), scripts);
                DemoResults results = new DemoResults(server.url(), demo.watch().sql())) {
            if (once) {
                results.printAll();
            } else {
                Shutdown shutdown = Shutdown.closing(server, directory);
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

    private Settings settings(TemporaryDirectory directory) {
        return Settings.defaults()
                .with(Setting.DATA_DIR, directory.path().toString())
                .with(Setting.DURABILITY, "none")
                .with(Setting.PORT, port());
    }
}
