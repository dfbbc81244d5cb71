package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which a log is rotated, for each way to follow it and whatever was read of it before: no row is lost that is still in a file
 * of the directory, and none comes twice.
 */
class FileRotationTest {

    @TempDir
    private Path root;

    /** How the source looks at {@code app.log}. */
    private enum Following {
        FILE(Map.of("path", "app.log", "follow", "true")),
        DIRECTORY(Map.of("path", ".", "follow", "true")),
        WATCHED(Map.of("path", ".", "watch", "true")),
        WATCHED_AND_FOLLOWED(Map.of("path", ".", "watch", "true", "follow", "true")),
        WATCHED_BY_NAME(Map.of("path", ".", "watch", "true", "follow", "true", "pattern", "*.log"));

        private final Map<String, String> options;

        Following(Map<String, String> options) {
            this.options = options;
        }
    }

    /** How much of the log is read when it is rotated. */
    private enum Read {
        NOTHING,
        SOME,
        ALL
    }

    /** A step of a rotation; the source may look between two. */
    @FunctionalInterface
    private interface Step {
        void run(FollowedFiles files) throws IOException;
    }

    /** What is done to the log. */
    private enum Rotation {
        MOVE(true, Rotation::shift, files -> Files.move(files.path("app.log"), files.path("app.log.1"))),
        MOVE_WITH_DATE(
                true, files -> Files.move(files.path("app.log"), files.path("app-2024050" + files.written() + ".log"))),
        MOVE_AND_CREATE(
                true,
                Rotation::shift,
                files -> Files.move(files.path("app.log"), files.path("app.log.1")),
                files -> Files.createFile(files.path("app.log"))),
        MOVE_WHILE_WRITTEN(
                true,
                Rotation::shift,
                files -> Files.move(files.path("app.log"), files.path("app.log.1")),
                files -> files.write("app.log.1", 2)),
        COPY_AND_TRUNCATE(
                true,
                Rotation::shift,
                files -> Files.copy(files.path("app.log"), files.path("app.log.1")),
                files -> truncate(files.path("app.log"))),
        MOVE_AND_COMPRESS(
                true,
                Rotation::shift,
                files -> Files.move(files.path("app.log"), files.path("app.log.1")),
                files -> compress(files.path("app.log.1"), files.path("app.log.1.gz"))),
        TRUNCATE(false, files -> truncate(files.path("app.log"))),
        DELETE(false, files -> Files.delete(files.path("app.log"))),
        REPLACE(
                false,
                files -> Files.writeString(files.path(".new"), ""),
                files -> Files.move(files.path(".new"), files.path("app.log"), StandardCopyOption.REPLACE_EXISTING));

        private final boolean keeps;
        private final List<Step> steps;

        Rotation(boolean keeps, Step... steps) {
            this.keeps = keeps;
            this.steps = List.of(steps);
        }

        private static void shift(FollowedFiles files) throws IOException {
            if (Files.exists(files.path("app.log.1"))) {
                Files.move(files.path("app.log.1"), files.path("app.log.2"));
            }
            if (Files.exists(files.path("app.log.1.gz"))) {
                Files.move(files.path("app.log.1.gz"), files.path("app.log.2.gz"));
            }
        }

        private static void compress(Path from, Path to) throws IOException {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
                Files.copy(from, out);
            }
            Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
            Files.delete(from);
        }

        private static void truncate(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingIsLostAndNothingComesTwice() {
        return Arrays.stream(Following.values())
                .flatMap(following -> Arrays.stream(Rotation.values())
                        .flatMap(rotation -> Arrays.stream(Read.values())
                                .flatMap(read -> Stream.of(Server.values())
                                        .filter(server -> server != Server.RESTARTS || read != Read.NOTHING)
                                        .map(server -> test(following, rotation, read, server)))));
    }

    /** What the server does during the rotation; when it has never read of the log and is started anew, it cannot miss anything. */
    private enum Server {
        WAITS,
        LOOKS,
        RESTARTS,
        LOOKS_AND_RESTARTS
    }

    private DynamicTest test(Following following, Rotation rotation, Read read, Server server) {
        return DynamicTest.dynamicTest(following + " " + rotation + " " + read + " " + server, () -> {
            Path directory = Files.createTempDirectory(root, "logs");
            try (FollowedFiles files = new FollowedFiles(directory, following.options)) {
                new Case(files, rotation, read, server).run();
            }
        });
    }

    private record Case(FollowedFiles files, Rotation rotation, Read read, Server server) {

        void run() throws IOException {
            files.write("app.log", 5);
            files.open();
            look();
            List<Integer> readBefore = rotate();
            files.write("app.log", 7);
            restart();
            files.readAll();
            List<Integer> expected = expected(readBefore, 5);
            assertThat(files.rows()).isEqualTo(expected);
            readBefore = rotate();
            files.write("app.log", 3);
            restart();
            files.readAll();
            assertThat(files.rows()).isEqualTo(rotation.keeps ? numbers(0, files.written()) : all(readBefore));
            assertThat(files.refused()).isEmpty();
            assertThat(files.backfilled()).isEqualTo(files.selected());
            assertThat(files.problems()).isEmpty();
            if (rotation.keeps) {
                assertThat(files.selected()).isEqualTo(files.rows());
                assertThat(files.gone()).isEmpty();
            } else {
                assertThat(files.selected()).isEqualTo(numbers(files.written() - 3, files.written()));
                assertThat(files.gone()).isNotEmpty();
            }
        }

        /** What has to have come when what was not read of the first lines is lost. */
        private List<Integer> expected(List<Integer> readBefore, int first) {
            if (rotation.keeps) {
                return numbers(0, files.written());
            }
            List<Integer> rows = new ArrayList<>(readBefore);
            rows.addAll(numbers(first, files.written()));
            return rows;
        }

        private List<Integer> all(List<Integer> readBefore) {
            List<Integer> rows = new ArrayList<>(readBefore);
            rows.addAll(numbers(files.written() - 3, files.written()));
            return rows;
        }

        private void look() {
            switch (read) {
                case NOTHING -> files.source().partitions(files.offsets());
                case SOME -> files.pollTwoRows();
                case ALL -> files.readAll();
            }
        }

        private List<Integer> rotate() throws IOException {
            List<Integer> before = files.rows();
            for (Step step : rotation.steps) {
                step.run(files);
                if (server == Server.LOOKS || server == Server.LOOKS_AND_RESTARTS) {
                    files.pollTwoRows();
                    before = rotation.keeps ? before : files.rows();
                }
            }
            return before;
        }

        private void restart() {
            if (server == Server.RESTARTS || server == Server.LOOKS_AND_RESTARTS) {
                files.open();
            }
        }

        private static List<Integer> numbers(int from, int to) {
            return IntStream.range(from, to).boxed().toList();
        }
    }
}
