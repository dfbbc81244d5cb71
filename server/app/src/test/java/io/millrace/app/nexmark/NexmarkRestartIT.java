package io.millrace.app.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the midst of its script and its work, and started again with the same script. */
class NexmarkRestartIT {

    private static final Path LAUNCHER =
            Path.of("../../bin/millrace").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    @Test
    void killedServerGivesTheSameResultsAfterItsNextStart() throws Exception {
        List<Query> queries = Query.all();
        try (Events events = Events.write(100_000, 1_000, "2015-07-14 23:59:00", temporary.resolve("events"))) {
            Path script = script(events, queries);
            Process first = start(script);
            try {
                while (filesIn(events.output()) == 0) {
                    assertThat(first.isAlive()).isTrue();
                    Thread.onSpinWait();
                }
            } finally {
                kill(first);
            }
            Process second = start(script);
            try (BufferedReader output = second.inputReader()) {
                String ready = output.readLine();
                assertThat(ready).startsWith("Millrace ready at ");
                try (Results results = new Results(ready.substring(ready.indexOf("jdbc:")))) {
                    results.areThoseOf(events, queries);
                }
            } finally {
                kill(second);
            }
        }
    }

    /** The query that writes files is the first: once there is a file, the server reads, and has read part of its input only. */
    private Path script(Events events, List<Query> queries) throws IOException {
        List<Query> ordered = new ArrayList<>(queries);
        ordered.sort((left, right) -> Boolean.compare(right.isSink(), left.isSink()));
        StringBuilder sql = new StringBuilder(events.files());
        for (Query query : ordered) {
            sql.append(query.sql().replace("'out/bid'", "'" + events.output() + "'"));
        }
        return Files.writeString(temporary.resolve("init.sql"), sql);
    }

    private Process start(Path script) throws IOException {
        return new ProcessBuilder(
                        LAUNCHER.toString(),
                        "server",
                        "--port",
                        "0",
                        "--data-dir",
                        "data",
                        "--set",
                        "batch.rows=2000",
                        "--set",
                        "durability=interval",
                        "--init",
                        script.toString())
                .directory(temporary.toFile())
                .redirectError(temporary.resolve("errors").toFile())
                .start();
    }

    private static long filesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
}
