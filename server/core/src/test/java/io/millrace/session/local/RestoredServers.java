package io.millrace.session.local;

import io.millrace.config.Settings;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.history.History;
import io.millrace.engine.refused.SideRelations;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.storage.DiskStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Servers in directories of their own, their checkpoints, and others that go on from these. */
final class RestoredServers {

    private static final UUID SERVER = new UUID(1, 2);

    private final Path directory;

    RestoredServers(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("lines.csv"), "");
        Files.writeString(directory.resolve("items.csv"), "");
        Files.createDirectories(directory.resolve("a"));
        Files.createDirectories(directory.resolve("b"));
    }

    Path directory() {
        return directory;
    }

    TestServer server(String name) {
        return new TestServer(Settings.defaults().with("partitions", "2"), Clock.systemUTC(), directory.resolve(name));
    }

    static String time(long millis) {
        return new java.sql.Timestamp(millis)
                .toInstant()
                .toString()
                .replace("T", " ")
                .replace("Z", "");
    }

    static List<String> names(Driver driver) {
        return Stream.concat(
                        driver.published().inputs().keySet().stream(),
                        driver.queries().stream().map(query -> query.name()))
                .filter(name -> !SideRelations.isSide(name))
                .toList();
    }

    static DriverCut cut(TestServer server) {
        Driver driver = server.service().driver();
        List<DriverCut> cut = new ArrayList<>();
        TestServer.await(() -> driver.restart().cut(names(driver)).map(cut::add).orElse(false));
        return cut.get(0);
    }

    StoredCheckpoint stored(DriverCut cut) throws IOException {
        write(store(), cut);
        return store().newest().orElseThrow();
    }

    CheckpointStore store() throws IOException {
        return CheckpointStore.open(new DiskStorage(), directory.resolve("checkpoints"), SERVER);
    }

    static CheckpointStore.Written write(CheckpointStore store, DriverCut cut) throws IOException {
        return store.write(new CheckpointHead(1, cut.batch(), 0, 0), new byte[0], cut.state());
    }

    TestServer restored(String name, StoredCheckpoint checkpoint, String definitions) {
        TestServer server = server(name);
        restore(server, checkpoint, definitions);
        return server;
    }

    static void restore(TestServer server, StoredCheckpoint checkpoint, String definitions) {
        Driver driver = server.service().driver();
        driver.restart().begin(true);
        server.run(definitions);
        driver.restart().restore(checkpoint.facts(), checkpoint);
        driver.restart().end(History.NONE);
    }

    static List<String> sorted(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value ->
                                value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                        .toList()
                        .toString())
                .sorted()
                .toList();
    }

    /** The server that goes on finds what the sink has of the one before. */
    void copyOutput() throws IOException {
        Path from = directory.resolve("a").resolve("out");
        Path to = directory.resolve("b").resolve("out");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    List<String> output(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        Path out = directory.resolve(name).resolve("out");
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith("json")).toList()) {
                    lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
                }
            }
        }
        return lines.stream().sorted().toList();
    }

    static void seconds(TestServer server, int from, int to) {
        for (int second = from; second < to; second++) {
            server.run("INSERT INTO s VALUES (" + second % 7 + ", TIMESTAMP '"
                    + time(1_704_103_200_000L + second * 1000L) + "')");
        }
    }

    void append(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("w")
                    .append(i % 5)
                    .append(',')
                    .append(i % 11 == 0 ? "bad" : i)
                    .append('\n');
        }
        Files.writeString(directory.resolve("lines.csv"), lines, StandardOpenOption.APPEND);
        Files.writeString(
                directory.resolve("items.csv"),
                "a,label " + from + "\nb,label " + from + "\na,label " + to + "\n",
                StandardOpenOption.APPEND);
    }
}
