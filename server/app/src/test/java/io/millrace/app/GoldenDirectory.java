package io.millrace.app;

import io.millrace.app.directory.Answers;
import io.millrace.app.directory.Archive;
import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import io.millrace.app.trouble.Call;
import io.millrace.app.trouble.Fault;
import io.millrace.app.trouble.Troubles;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a killed server of some version has left, with the files that it read and wrote, and the answers that it gave.
 *
 * @param name of the version
 */
record GoldenDirectory(String name) {

    private static final Path RESOURCES = Path.of("src/test/resources/io/millrace/app/golden");

    /** What the stream of numbers reads in directories that have one. */
    private static final Troubles SOURCE = Troubles.of("golden");

    private static final int NUMBERS = 20;

    /** Where sinks write that earlier directories do not have. */
    private static final List<String> LATER_SINKS = List.of("notes", "noted", "together", "text");

    static Stream<String> names() throws IOException {
        return Archive.names(RESOURCES);
    }

    private Path zip() {
        return RESOURCES.resolve(name + ".zip");
    }

    private Path answers() {
        return RESOURCES.resolve(name + ".answers");
    }

    String expected() throws IOException {
        return Files.readString(answers());
    }

    /**
     * Lets a server of this version do its work in an empty directory, and keeps what there would be if it were killed then and had been
     * started once more while a source was away, and killed again. The answers are those of the server that was not killed.
     */
    void make(Path directory) throws Exception {
        Path first = Files.createDirectories(directory.resolve("first"));
        Path second = directory.resolve("second");
        Files.writeString(first.resolve("rates.csv"), "item,rate\nvase,3\nlamp,4\n");
        InitScript script = InitScript.read(RESOURCES.resolve("make.sql"));
        SOURCE.grow(NUMBERS / 2);
        try (MillraceServer server = MillraceServer.start(settings(first, 2), first, List.of(script))) {
            awaitNumbers(server, NUMBERS / 2);
            SOURCE.grow(NUMBERS);
            awaitNumbers(server, NUMBERS);
            run(server, "since.sql");
            settled(server, first);
            KilledCopy.of(first, second);
            SOURCE.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
            try (MillraceServer again = open(second, 2)) {
                run(again, "away.sql");
                Archive.pack(second, zip());
            }
            SOURCE.end();
            run(server, "away.sql");
            Files.writeString(answers(), settled(server, first));
        }
    }

    private static void awaitNumbers(MillraceServer server, int count) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            SinkServer.await(
                    () -> Answers.rows(statement, "SELECT n FROM noted").get(0), Integer.toString(count));
        }
    }

    private static void run(MillraceServer server, String script) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readAllLines(RESOURCES.resolve(script))) {
                statement.execute(sql);
            }
        }
    }

    private static Settings settings(Path directory, int partitions) {
        return Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.PARTITIONS, Integer.toString(partitions))
                .with(Setting.DATA_DIR, directory.resolve("data").toString());
    }

    MillraceServer open(Path directory, int partitions) {
        SOURCE.grow(NUMBERS);
        return MillraceServer.start(settings(directory, partitions), directory, List.of());
    }

    /** What all directories can answer, and what can be asked of this one only. */
    private List<String> questions() throws IOException {
        List<String> questions = new ArrayList<>(Files.readAllLines(RESOURCES.resolve("questions.sql")));
        Path own = RESOURCES.resolve(name + ".questions");
        if (Files.exists(own)) {
            questions.addAll(Files.readAllLines(own));
        }
        return questions;
    }

    /** The answers when the sink has all and the generator is at its end. */
    String settled(MillraceServer server, Path directory) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            SinkServer.await(
                    () -> Answers.rows(statement, "SELECT COUNT(*) FROM sys.queries WHERE status = 'WAITING'"),
                    List.of("0"));
            SinkServer.await(() -> Answers.rows(statement, "SELECT SUM(lag_batches) FROM sys.sinks"), List.of("0"));
            SinkServer.await(() -> Answers.rows(statement, "SELECT SUM(n) FROM fed"), List.of("200"));
            StringBuilder answers = new StringBuilder(Answers.to(questions(), statement));
            answers.append("> the files of the sink\n");
            delivered(directory).forEach(line -> answers.append(line).append('\n'));
            for (String sink : LATER_SINKS) {
                if (Files.isDirectory(directory.resolve(sink))) {
                    answers.append("> the files in ").append(sink).append('\n');
                    lines(directory.resolve(sink))
                            .forEach(line -> answers.append(line).append('\n'));
                }
            }
            return answers.toString();
        }
    }

    static List<String> delivered(Path directory) throws IOException {
        return lines(directory.resolve("out"));
    }

    private static List<String> lines(Path sink) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(sink)) {
            for (Path file : files.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        Collections.sort(lines);
        return lines;
    }

    void unpack(Path directory) throws IOException {
        Archive.unpack(zip(), directory);
    }
}
