package io.millrace.app;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace user add}: the first user, before other machines are let in, or one more administrator when no password is known. */
@Command(
        name = "add",
        description = {
            "Makes a user in a data directory that no server uses; the first one is an administrator.",
            "The password is asked for, or read from standard input.",
            "While a server runs, write CREATE USER name PASSWORD '...' in bin/millrace sql."
        },
        mixinStandardHelpOptions = true)
final class UserAddCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "how the user is called")
    private String name;

    @Option(names = "--admin", description = "whether the user may do everything")
    private boolean administrator;

    @Option(names = "--data-dir", paramLabel = "D", description = "directory of the server's own files")
    private String dataDirectory;

    @Option(names = "--set", paramLabel = "key=value", description = "a setting that the server has, too")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws IOException {
        String password = password();
        List<String> entries = new ArrayList<>(settings);
        if (dataDirectory != null) {
            entries.add(Setting.DATA_DIR.key() + "=" + dataDirectory);
        }
        Settings parsed = Settings.parse(entries);
        Offline.run(
                parsed,
                Path.of("").toAbsolutePath(),
                service -> Safety.addUser(service, name, password, administrator));
        PrintWriter out = spec.commandLine().getOut();
        out.println("made the user \"" + name + "\"");
        out.flush();
        return 0;
    }

    private String password() throws IOException {
        Console console = System.console();
        String given;
        if (console != null) {
            given = new String(console.readPassword("Password of %s: ", name));
            if (!given.equals(new String(console.readPassword("The same again: ")))) {
                throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "the two passwords differ");
            }
        } else {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            given = in.readLine();
        }
        if (given == null || given.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "no password was given");
        }
        return given;
    }
}
