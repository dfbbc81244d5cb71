package io.millrace.app.script;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** All stream scripts as tests; {@code -Dscripts=joins} runs some, {@code -Dconfiguration=RESTARTS} under one configuration. */
final class Scripts {

    /** Which of the scripts, by their names. */
    enum Half {
        FIRST,
        SECOND
    }

    private static final Path SCRIPTS = Path.of("src/test/scripts");

    private final Path temporary;

    /** @param temporary where servers have their files */
    Scripts(Path temporary) {
        this.temporary = temporary;
    }

    /** All scripts under each of the configurations. */
    Stream<DynamicNode> under(Configuration... configurations) throws IOException {
        return run(files(), configurations);
    }

    /** Every other script, all of them when some are asked for by name. */
    Stream<DynamicNode> halfUnder(Configuration configuration, Half half) throws IOException {
        boolean chosen = System.getProperty("scripts") != null;
        return run(
                files().stream()
                        .filter(file -> chosen
                                || Math.floorMod(file.getFileName().toString().hashCode(), 2) == half.ordinal())
                        .toList(),
                configuration);
    }

    private Stream<DynamicNode> run(List<Path> files, Configuration... configurations) {
        String wanted = System.getProperty("configuration", "");
        return Arrays.stream(configurations)
                .filter(configuration -> configuration.name().contains(wanted))
                .map(configuration -> dynamicContainer(
                        configuration.name(),
                        files.stream()
                                .map(file -> dynamicTest(
                                        SCRIPTS.relativize(file).toString(),
                                        file.toUri(),
                                        () -> run(ScriptParser.parse(file), configuration)))));
    }

    private static List<Path> files() throws IOException {
        String wanted = System.getProperty("scripts", "");
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".slt"))
                    .filter(file -> file.toString().contains(wanted))
                    .sorted()
                    .toList();
        }
    }

    private void run(Script script, Configuration configuration) throws Exception {
        Path directory = Files.createTempDirectory(temporary, "script");
        try (ScriptServer server = new ScriptServer(script, configuration, directory);
                ScriptRun run = new ScriptRun(script, configuration, server, directory)) {
            run.run();
        }
    }
}
