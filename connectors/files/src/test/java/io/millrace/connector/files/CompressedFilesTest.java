package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.content.Compression;
import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.text.TextFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are compressed: what is in them, what becomes of them, and what is wrong with them. */
class CompressedFilesTest {

    private static final Map<String, String> WATCHED = Map.of("path", ".", "watch", "true");

    @TempDir
    private Path directory;

    private static byte[] member(Compression compression, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream member = compression.member(bytes)) {
            member.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(id -> text.append(FollowedFiles.line(id)));
        return text.toString();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private void append(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private FollowedFiles opened(Map<String, String> options) {
        FollowedFiles files = new FollowedFiles(directory, options);
        files.open();
        return files;
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void fileThatGrowsByAMemberIsReadOn(Compression compression) throws IOException {
        String name = "a.json" + compression.ending();
        append(name, member(compression, lines(0, 1_000)));
        try (FollowedFiles files = opened(WATCHED)) {
            files.poll();
            assertThat(files.rows()).isEmpty(); // somebody may be writing it
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 1_000));
            append(name, member(compression, lines(1_000, 1_500)));
            files.readAll();
            files.open();
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 1_500));
            assertThat(files.selected()).isEqualTo(files.rows());
            assertThat(files.backfilled()).isEqualTo(files.rows());
            assertThat(files.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void fileThatIsReplacedByAnotherIsReadFromItsStart(Compression compression) throws IOException {
        String name = "a.json" + compression.ending();
        append(name, member(compression, lines(0, 50)));
        try (FollowedFiles files = opened(WATCHED)) {
            files.readAll();
            Files.write(directory.resolve(".new"), member(compression, lines(50, 120)));
            Files.move(
                    directory.resolve(".new"),
                    directory.resolve(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 120));
            assertThat(files.selected()).isEqualTo(numbers(50, 120));
            assertThat(files.gone()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void logThatIsBeingCompressedIsNoOther(Compression compression) throws IOException {
        try (FollowedFiles files = opened(WATCHED)) {
            files.write("app.log.1", 3_000);
            files.readAll();
            byte[] whole = member(compression, Files.readString(directory.resolve("app.log.1")));
            String name = "app.log.1" + compression.ending();
            append(name, Arrays.copyOf(whole, whole.length / 2));
            files.poll();
            append(name, Arrays.copyOfRange(whole, whole.length / 2, whole.length));
            files.poll();
            Files.delete(directory.resolve("app.log.1"));
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 3_000));
            assertThat(files.selected()).isEqualTo(files.rows());
            assertThat(files.source().partitions(files.offsets())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void damagedAndIncompleteFilesDoNotStopTheirNeighbours(Compression compression) throws IOException {
        byte[] whole = member(compression, lines(100, 90_000));
        append("a.json" + compression.ending(), "this is not compressed".getBytes(StandardCharsets.UTF_8));
        append("b.json" + compression.ending(), Arrays.copyOf(whole, whole.length / 2));
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, whole.length / 3, whole.length / 3 + 200, (byte) 0x5A);
        append("c.json" + compression.ending(), damaged);
        append("d.json", lines(0, 60).getBytes(StandardCharsets.UTF_8));
        append("e.json" + compression.ending(), member(compression, lines(60, 100)));
        try (FollowedFiles files = opened(WATCHED)) {
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 100));
            assertThat(files.problems()).hasSize(3);
            assertThat(files.problems().values())
                    .allMatch(problem -> problem.contains("it is compressed, and damaged or not complete"));
            files.readAll();
            assertThat(files.problems()).hasSize(3);
            append("b.json" + compression.ending(), Arrays.copyOfRange(whole, whole.length / 2, whole.length));
            Files.delete(directory.resolve("a.json" + compression.ending()));
            Files.write(directory.resolve("c.json" + compression.ending()), member(compression, lines(90_000, 90_010)));
            files.readAll();
            assertThat(files.rows()).isEqualTo(numbers(0, 90_010));
            assertThat(files.problems()).isEmpty();
        }
    }

    @Test
    void lineWithoutAnEndIsRefusedAndNotKept() throws IOException {
        Path file = directory.resolve("a.txt.gz");
        byte[] much = new byte[1 << 20];
        Arrays.fill(much, (byte) 'x');
        try (OutputStream out = Compression.GZIP.member(Files.newOutputStream(file))) {
            out.write("first\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 48; i++) {
                out.write(much);
            }
            out.write("\nlast\n".getBytes(StandardCharsets.UTF_8));
        }
        try (ReplayableSource source = FilesFixture.open(
                new TextFormat(),
                Map.of(),
                List.of(FilesFixture.column("line", Type.VARCHAR)),
                directory,
                Map.of("path", "a.txt.gz"),
                Clock.systemUTC())) {
            Map<String, Offset> offsets = new HashMap<>();
            CollectedRejects rejects = new CollectedRejects();
            StringBuilder rows = new StringBuilder();
            while (!source.exhausted(offsets)) {
                List<Split> splits = source.poll(offsets, new Admission(1_000_000, 64 << 20, 4));
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
                FilesFixture.read(source, splits, 1, rejects)
                        .forEach(row -> rows.append(row).append(';'));
            }
            assertThat(rows.toString()).isEqualTo("first;last;");
            assertThat(rejects.all()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void largeFileOfTheProgramIsUnpackedPieceByPiece(Compression compression) throws Exception {
        Path file = directory.resolve("a.csv");
        StringBuilder text = new StringBuilder("name,id\n");
        for (int i = 0; i < 700_000; i++) {
            text.append("name")
                    .append((i * 7919L) % 1_000_003)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        Files.writeString(file, text);
        compress(compression, file);
        try (ReplayableSource source = FilesFixture.open(
                new CsvFormat(),
                Map.of("header", "true"),
                FilesFixture.ID_AND_NAME,
                directory,
                Map.of("path", "a.csv" + compression.ending()),
                Clock.systemUTC())) {
            Map<String, Offset> offsets = new HashMap<>();
            CollectedRejects rejects = new CollectedRejects();
            int rows = 0;
            int polls = 0;
            while (!source.exhausted(offsets)) {
                List<Split> splits = source.poll(offsets, new Admission(1_000_000, 64 << 20, 4));
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
                for (String row : FilesFixture.read(source, splits, 2, rejects)) {
                    assertThat(row).isEqualTo(rows + "|name" + (rows * 7919L) % 1_000_003);
                    rows++;
                }
                polls++;
            }
            assertThat(rows).isEqualTo(700_000);
            assertThat(polls).isGreaterThan(1);
            assertThat(rejects.all()).isEmpty();
        }
    }

    private static void compress(Compression compression, Path file) throws InterruptedException {
        String program = switch (compression) {
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
            case BZIP2 -> "bzip2";
        };
        try {
            int result = new ProcessBuilder(program, "-q", "-1", file.toString())
                    .start()
                    .waitFor();
            assertThat(result).isZero();
        } catch (IOException e) {
            Assumptions.abort(e.getMessage()); // the program is not installed
        }
    }
}
