package io.millrace.connector.files;

import static io.millrace.connector.files.FilesFixture.ID_AND_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesSourceTest {

    @TempDir
    private Path directory;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private ReplayableSource json(Map<String, String> options) {
        return FilesFixture.json(ID_AND_NAME, directory, options);
    }

    private static void assertError(ThrowingCallable call, ErrorCode code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    @Test
    void randomSplitPointsGiveTheSameRows() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            text.append("{\"id\":").append(i).append(",\"name\":\"").append("é".repeat(random.nextInt(60)));
            text.append(random.nextInt(9) == 0 ? "\"}\n\n" : "\"}\n");
        }
        text.append("{\"id\":300,\"name\":\"without line end\"}");
        Path file = write("a.jsonl", text.toString());
        try (ReplayableSource source = json(Map.of("path", "a.jsonl"))) {
            List<String> expected = FilesFixture.readAll(source, 2);
            assertThat(expected).hasSize(301);
            for (int seed = 0; seed < 100; seed++) {
                List<Split> splits = randomSplits(file, seed);
                CollectedRejects rejects = new CollectedRejects();
                assertThat(FilesFixture.read(source, splits, 2, rejects))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
                assertThat(rejects.all()).isEmpty();
            }
        }
    }

    private static List<Split> randomSplits(Path file, int seed) throws IOException {
        List<Split> splits = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            FilePosition start = FilePosition.start(1);
            while (start.position() < channel.size()) {
                long length = 1 + new Random(seed + start.position()).nextInt(1 + seed * 40);
                long end = Math.min(channel.size(), start.position() + length);
                FilePosition next = FilePosition.at(channel, end, 1);
                splits.add(new Split(file.toString(), start.offset(), next.offset(), length));
                start = next;
            }
        }
        return splits;
    }

    @Test
    void recordsLargerThanABlockAreRead() throws IOException {
        String large = "x".repeat(700_000);
        write("a.jsonl", "{\"id\":1,\"name\":\"" + large + "\"}\n{\"id\":2,\"name\":\"" + large + "\"}\n{\"id\":3}\n");
        try (ReplayableSource source = json(Map.of("path", "a.jsonl"))) {
            assertThat(FilesFixture.readAll(source, 2)).containsExactly("1|" + large, "2|" + large, "3|NULL");
        }
    }

    @Test
    void followedFileGivesCompleteLinesOnly() throws IOException {
        Path file = write("a.jsonl", "{\"id\":1}\n{\"id\":2");
        try (ReplayableSource source = json(Map.of("path", "a.jsonl", "follow", "true"))) {
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(FilesFixture.readNew(source, 2, offsets)).containsExactly("1|NULL");
            assertThat(FilesFixture.readNew(source, 2, offsets)).isEmpty();
            append(file, "2}\n{\"id\":3}\n{");
            assertThat(FilesFixture.readNew(source, 2, offsets)).containsExactly("22|NULL", "3|NULL");
            assertThat(source.exhausted(offsets)).isFalse();
        }
    }

    @Test
    void directoryGivesItsFilesInNameOrder() throws IOException {
        write("b.jsonl", "{\"id\":2}\n");
        write("a.jsonl", "{\"id\":1}");
        write(".hidden.jsonl", "{\"id\":9}\n");
        write("c.txt", "{\"id\":9}\n");
        try (ReplayableSource source = json(Map.of("path", directory.toString(), "pattern", "*.jsonl"))) {
            assertThat(FilesFixture.readAll(source, 2)).containsExactly("1|NULL", "2|NULL");
        }
    }

    @Test
    void watchedDirectoryGivesMovedAndGrowingFiles() throws Exception {
        write("a.jsonl", "{\"id\":1}\n");
        Semaphore signals = new Semaphore(0);
        try (ReplayableSource source = json(Map.of("path", ".", "watch", "true", "poll.interval", "20 ms"))) {
            source.onInput(signals::release);
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(awaitRows(source, offsets, signals)).containsExactly("1|NULL");
            Path outside = Files.writeString(Files.createTempFile("moved", ".jsonl"), "{\"id\":2}\n");
            Files.move(outside, directory.resolve("b.jsonl"));
            assertThat(awaitRows(source, offsets, signals)).containsExactly("2|NULL");
            append(directory.resolve("a.jsonl"), "{\"id\":3}\n");
            assertThat(awaitRows(source, offsets, signals)).containsExactly("3|NULL");
        }
    }

    private static List<String> awaitRows(ReplayableSource source, Map<String, Offset> offsets, Semaphore signals)
            throws InterruptedException {
        List<String> rows = FilesFixture.readNew(source, 2, offsets);
        while (rows.isEmpty()) {
            assertThat(signals.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            rows = FilesFixture.readNew(source, 2, offsets);
        }
        return rows;
    }

    @Test
    void lastLineOfARestingFileInAWatchedDirectoryNeedsNoLineEnd() throws IOException {
        Path file = write("a.jsonl", "{\"id\":1}\n{\"id\":2}");
        Instant written = Files.getLastModifiedTime(file).toInstant();
        Map<String, String> options = Map.of("path", ".", "watch", "true", "settle.time", "10 s");
        for (boolean settled : new boolean[] {false, true}) {
            Clock clock = Clock.fixed(written.plusSeconds(settled ? 11 : 9), ZoneOffset.UTC);
            try (ReplayableSource source =
                    FilesFixture.open(new JsonFormat(), Map.of(), ID_AND_NAME, directory, options, clock)) {
                assertThat(FilesFixture.readAll(source, 2)).hasSize(settled ? 2 : 1);
            }
        }
    }

    @Test
    void rejectedRecordsKeepTheirPositionInTheFile() throws IOException {
        write("a.jsonl", "{\"id\":1}\nbad\n{\"id\":\"x\"}\n{\"id\":2}\n");
        try (ReplayableSource source = json(Map.of("path", "a.jsonl"))) {
            CollectedRejects rejects = new CollectedRejects();
            List<Split> splits = source.poll(Map.of(), FilesFixture.ALL);
            assertThat(FilesFixture.read(source, splits, 2, rejects)).containsExactly("1|NULL", "2|NULL");
            assertThat(rejects.all())
                    .extracting(CollectedRejects.Reject::position)
                    .containsExactly(9L, 13L);
        }
    }

    @Test
    void headerIsReadPerFile() throws IOException {
        write("a.csv", "id,name\n1,a\n");
        write("b.csv", "Name,Other,ID\nb,x,2\n");
        Map<String, String> options = Map.of("path", ".", "pattern", "*.csv");
        for (String multiline : List.of("true", "false")) {
            try (ReplayableSource source = FilesFixture.csv(
                    ID_AND_NAME, directory, options, Map.of("header", "true", "multiline", multiline))) {
                assertThat(FilesFixture.readAll(source, 2)).containsExactly("1|a", "2|b");
            }
        }
    }

    @Test
    void definitionsThatCannotWorkAreRefused() throws IOException {
        write("a.csv", "id,nome\n1,a\n");
        write("a.jsonl.xz", "x");
        assertError(() -> json(Map.of("path", "none.jsonl")), ErrorCode.FILE_NOT_FOUND, "none.jsonl\" does not exist");
        assertError(() -> json(Map.of("path", "a.jsonl.xz")), ErrorCode.NOT_SUPPORTED, "is compressed");
        assertError(() -> json(Map.of("path", "a.csv", "watch", "true")), ErrorCode.OPTION_INVALID, "'follow'");
        assertError(() -> json(Map.of("path", "a.csv", "pattern", "*")), ErrorCode.OPTION_INVALID, "is a file");
        assertError(
                () -> json(Map.of("path", ".", "patern", "*")), ErrorCode.OPTION_UNKNOWN, "did you mean 'pattern'?");
        assertError(() -> json(Map.of()), ErrorCode.OPTION_MISSING, "needs the option 'path'");
        assertError(
                () -> FilesFixture.csv(ID_AND_NAME, directory, Map.of("path", "a.csv"), Map.of("header", "true")),
                ErrorCode.COLUMN_NOT_FOUND,
                "column \"name\" is not in the header of the CSV input; did you mean \"nome\"?");
        assertError(
                () -> FilesFixture.json(
                        List.of(FilesFixture.metadata("p", Type.VARCHAR, "offset")),
                        directory,
                        Map.of("path", "a.csv")),
                ErrorCode.TYPE_MISMATCH,
                "metadata 'offset' is a BIGINT");
    }

    @Test
    void vanishedFileOfARecordedSplitIsReported() throws IOException {
        Path file = write("a.jsonl", "{\"id\":1}\n");
        try (ReplayableSource source = json(Map.of("path", "a.jsonl"))) {
            List<Split> splits = source.poll(Map.of(), FilesFixture.ALL);
            Files.delete(file);
            assertError(
                    () -> FilesFixture.read(source, splits, 2, new CollectedRejects()),
                    ErrorCode.SOURCE_GONE,
                    "a.jsonl");
        }
    }

    @Test
    void rateLetsRecordsThroughAsTimePasses() throws IOException {
        for (String format : List.of("json", "csv")) {
            String name = "paced." + format;
            boolean json = format.equals("json");
            write(name, json ? "{\"id\":1}\n{\"id\":2}\n\n{\"id\":3}\n{\"id\":4}" : "1,a\n2,\"b\n\"\n3,c\n4,d");
            SteppedClock clock = new SteppedClock();
            Map<String, String> options = Map.of("path", name, "rate", "2");
            try (ReplayableSource source = FilesFixture.open(
                    json ? new JsonFormat() : new CsvFormat(), Map.of(), ID_AND_NAME, directory, options, clock)) {
                Map<String, Offset> offsets = new HashMap<>();
                assertThat(FilesFixture.readNew(source, 1, offsets)).isEmpty();
                clock.now = clock.now.plusMillis(400);
                assertThat(FilesFixture.readNew(source, 1, offsets)).isEmpty();
                clock.now = clock.now.plusMillis(100);
                assertThat(FilesFixture.readNew(source, 1, offsets)).hasSize(1);
                clock.now = clock.now.plusMillis(1000);
                assertThat(FilesFixture.readNew(source, 1, offsets)).hasSize(2);
                assertThat(source.exhausted(offsets)).isFalse();
                assertThat(FilesFixture.readAll(source, 1))
                        .as("what was read can be read again")
                        .hasSize(3);
                clock.now = clock.now.plusSeconds(60);
                assertThat(FilesFixture.readNew(source, 1, offsets)).hasSize(1);
                assertThat(source.exhausted(offsets)).isTrue();
            }
        }
    }

    /** Stands still until it is set. */
    private static final class SteppedClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
