package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.directory.Answers;
import io.millrace.app.directory.KilledCopy;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.sink.SinkServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers of earlier versions have left is opened by this one; what a later one has left is refused. */
class GoldenDirectoryTest {

    /** Where a record has its version, and where its checksum begins in the segment. */
    private static final byte NEWER = 100;

    private static final int RECORD_VERSION = 6;

    private static final int RECORD_HEAD = 24;
    private static final int SEGMENT_HEAD = 64;

    /** Where a frame has its version, its length, its checksum and its body. */
    private static final int FRAME_VERSION = 3;

    private static final int FRAME_HEAD = 12;

    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void place() {
        data = directory.resolve("data");
    }

    static Iterable<String> names() throws IOException {
        return GoldenDirectory.names().toList();
    }

    /** {@code -Dgolden.directory=NAME} keeps what this version leaves. */
    @Test
    void directoryOfThisVersionIsKeptOnDemand() throws Exception {
        String name = System.getProperty("golden.directory");
        assumeTrue(name != null);
        new GoldenDirectory(name).make(directory);
        assertThat(names()).contains(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void directoryOfAKilledServerGivesTheSameAnswersAndGoesOn(String name) throws Exception {
        GoldenDirectory golden = new GoldenDirectory(name);
        golden.unpack(directory);
        assertThat(DirectoryReport.of(data).wrong()).isFalse();
        try (MillraceServer server = golden.open(directory, 2)) {
            assertThat(golden.settled(server, directory)).isEqualTo(golden.expected());
        }
        try (MillraceServer server = golden.open(directory, 3);
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            assertThat(golden.settled(server, directory)).isEqualTo(golden.expected());
            int delivered = GoldenDirectory.delivered(directory).size();
            statement.execute("ALTER MATERIALIZED VIEW quiet RESUME");
            statement.execute("INSERT INTO bids VALUES (13, 'vase', 50.00, TIMESTAMP '2024-05-01 10:10:00')");
            assertThat(Answers.rows(statement, "SELECT item, id FROM best WHERE item = 'vase'"))
                    .containsExactly("vase | 13", "vase | 8");
            SinkServer.await(() -> GoldenDirectory.delivered(directory).size(), delivered + 1);
            SinkServer.await(
                    () -> Answers.rows(statement, "SELECT SUM(n) FROM quiet").get(0), "13");
            assertThat(
                            Answers.rows(
                                    statement,
                                    "SELECT item, COUNT(*), SUM(price) FROM bids GROUP BY item EXCEPT SELECT item, n, total FROM by_item"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachRecordIsToldInWordsAndNothingIsWrong(String name) throws Exception {
        new GoldenDirectory(name).unpack(directory);
        assertThat(run("journal", "inspect"))
                .doesNotContain("cannot be read")
                .containsPattern("BATCH v\\d.*\n +batch \\d+ of 2")
                .containsPattern("DEFINED v\\d.*\n +CREATE ");
        assertThat(run("verify")).contains("journal: whole, ", "checkpoint 2: whole, ");
    }

    @Test
    void changesPiecesAndPartitionsAreToldInWords() throws Exception {
        unpackNewest();
        assertThat(run("journal", "inspect"))
                .containsPattern("PARTITIONS v\\d.*\n +queries made from here on have 2 partitions")
                .containsPattern("PIECE v\\d.*\n +\"counted\" catches up with what there is after batch \\d+")
                .containsPattern("PIECE_DONE v\\d.*\n +counted gives 2 rows as \\d+")
                .containsPattern("BATCH v\\d.*\n +batch .*\n +change: stock: 1 rows go, 1 come")
                .containsPattern("change: links: 1 rows go, 1 come; stock: 1 rows go, 1 come")
                .contains("CREATE FUNCTION twice(n INT)", "COMMENT ON COLUMN stock.amount");
    }

    @Test
    void whatLandsTogetherAndWhatWaitsIsToldInWords() throws Exception {
        unpackNewest();
        assertThat(run("journal", "inspect"))
                .containsPattern("LANDING v\\d.*\n +to be made together: together, of_together, together_out")
                .containsPattern(
                        "LANDED v\\d.*\n +batch .*\n +change: .*\n.*; dropped .*; altered by ALTER TABLE shapes")
                .containsPattern("WAITING v\\d.*\n +noted, ")
                .containsPattern("PAUSED v\\d.*\n +\"notes_out\"");
    }

    private String run(String... command) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.add(data.toString());
            assertThat(Main.execute(arguments.toArray(String[]::new))).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Map<Path, Integer> contents() throws IOException {
        Map<Path, Integer> contents = new TreeMap<>();
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("lock")) {
                    contents.put(file, Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }

    private void unpackNewest() throws IOException {
        new GoldenDirectory(GoldenDirectory.names()
                        .reduce((first, second) -> second)
                        .orElseThrow())
                .unpack(directory);
    }

    private void assertRefused() throws IOException {
        Map<Path, Integer> before = contents();
        for (boolean repair : new boolean[] {false, true}) {
            assertThatThrownBy(() -> new Startup(
                                    Settings.defaults().with(Setting.PORT, "0").with(Setting.DATA_DIR, data.toString()),
                                    directory,
                                    List.of(),
                                    repair)
                            .run())
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                    .hasMessageContaining("newer version of Millrace")
                    .hasMessageNotContaining("\n");
            assertThat(contents()).isEqualTo(before);
        }
        DirectoryReport report = DirectoryReport.of(data);
        assertThat(report.wrong()).isTrue();
        assertThat(report.lines()).last().isEqualTo("the server would refuse to start: it is older than what is there");
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(byte[] salt, byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(salt, 0, salt.length);
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    private Path segment() throws IOException {
        return KilledCopy.file(data.resolve("journal"), "segment-");
    }

    @Test
    void segmentOfANewerFormatIsRefused() throws Exception {
        unpackNewest();
        ByteBuffer segment = bytes(segment());
        segment.putInt(8, 2).putInt(60, checksum(new byte[0], segment.array(), 0, 60));
        Files.write(segment(), segment.array());
        assertRefused();
    }

    @Test
    void identityOfANewerFormatIsRefused() throws Exception {
        unpackNewest();
        Path file = data.resolve("journal").resolve("identity");
        ByteBuffer identity = bytes(file);
        identity.putInt(8, 2).putInt(44, checksum(new byte[0], identity.array(), 0, 44));
        Files.write(file, identity.array());
        assertRefused();
    }

    @Test
    void recordOfANewerLayoutIsRefused() throws Exception {
        unpackNewest();
        ByteBuffer segment = bytes(segment());
        byte[] salt = Arrays.copyOfRange(segment.array(), 16, 40); // server id and epoch, as checksums have them
        int length = RECORD_HEAD + segment.getInt(SEGMENT_HEAD);
        assertThat(segment.getInt(SEGMENT_HEAD + length))
                .isEqualTo(checksum(salt, segment.array(), SEGMENT_HEAD, length));
        segment.put(SEGMENT_HEAD + RECORD_VERSION, NEWER);
        segment.putInt(SEGMENT_HEAD + length, checksum(salt, segment.array(), SEGMENT_HEAD, length));
        Files.write(segment(), segment.array());
        assertRefused();
    }

    private Path manifest() throws IOException {
        Path newest = null;
        try (var files = Files.list(data.resolve("checkpoints"))) {
            newest = files.filter(file -> file.toString().endsWith(".manifest"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
        return newest;
    }

    /** Raises the version of the frame at an offset; its checksum is made right. */
    private static void raise(ByteBuffer frames, int offset) {
        frames.put(offset + FRAME_VERSION, NEWER);
        seal(frames, offset);
    }

    private static void seal(ByteBuffer frames, int offset) {
        CRC32C checksum = new CRC32C();
        checksum.update(frames.array(), offset, FRAME_HEAD - Integer.BYTES);
        checksum.update(frames.array(), offset + FRAME_HEAD, frames.getInt(offset + 4));
        frames.putInt(offset + FRAME_HEAD - Integer.BYTES, (int) checksum.getValue());
    }

    private static int next(ByteBuffer frames, int offset) {
        return offset + FRAME_HEAD + frames.getInt(offset + 4);
    }

    @Test
    void manifestOfANewerFormatIsRefused() throws Exception {
        unpackNewest();
        ByteBuffer manifest = bytes(manifest());
        raise(manifest, 0);
        Files.write(manifest(), manifest.array());
        assertRefused();
    }

    @Test
    void factsOfANewerFormatAreRefused() throws Exception {
        unpackNewest();
        ByteBuffer manifest = bytes(manifest());
        raise(manifest, next(manifest, next(manifest, 0)));
        Files.write(manifest(), manifest.array());
        assertRefused();
    }

    @Test
    void definitionsOfANewerFormatAreRefused() throws Exception {
        unpackNewest();
        ByteBuffer manifest = bytes(manifest());
        int outer = next(manifest, 0);
        String text = new String(manifest.array(), outer + FRAME_HEAD, 3, StandardCharsets.ISO_8859_1);
        assertThat(text.charAt(2)).isEqualTo('D');
        raise(manifest, outer + FRAME_HEAD);
        seal(manifest, outer);
        Files.write(manifest(), manifest.array());
        assertRefused();
    }
}
