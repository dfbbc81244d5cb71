package io.millrace.app.journal;

import static io.millrace.app.directory.KilledCopy.file;
import static io.millrace.app.directory.KilledCopy.flip;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code millrace verify} says of the directory of a server that was killed. */
class DirectoryReportTest {

    private static final String USED = "the server would use checkpoint ";

    @TempDir
    static Path made;

    @TempDir
    Path temporary;

    /** Two checkpoints, and a batch after them. */
    @BeforeAll
    static void kill() throws Exception {
        SinkServer.killed(
                made,
                "CREATE STREAM s (n BIGINT)",
                "CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s",
                "INSERT INTO s VALUES (1), (2); CHECKPOINT",
                "INSERT INTO s VALUES (3); CHECKPOINT",
                "INSERT INTO s VALUES (4)");
    }

    private Path killed() throws IOException {
        return KilledCopy.of(made.resolve("killed"), temporary.resolve("data"));
    }

    private static Map<Path, String> contents(Path directory) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readAllBytes(file).length + " " + Files.getLastModifiedTime(file));
            }
        }
        return contents;
    }

    @Test
    void allThatIsThereIsNamedAndNothingIsChanged() throws Exception {
        Path directory = killed();
        Files.writeString(directory.resolve("init-script"), "statements=3\ndigest=0\nfinished=true\n");
        Files.createFile(directory.resolve("journal").resolve("segment-00000000000000000099.journal.tmp"));
        Files.createFile(directory.resolve("journal").resolve("segment-00000000000000000001.journal.damaged-7"));
        Files.createFile(directory.resolve("checkpoints").resolve("000000000009-00000.state"));
        Map<Path, String> before = contents(directory);
        DirectoryReport report = DirectoryReport.of(directory);
        assertThat(report.wrong()).isFalse();
        assertThat(report.lines().get(0)).matches("journal: whole, \\d+ records, LSN 1\\.\\.\\d+");
        assertThat(report.lines().get(1))
                .matches("checkpoint 2: whole, batch \\d+, \\d+ files, \\d+ bytes, followed by LSN \\d+");
        assertThat(report.lines().get(2)).startsWith("checkpoint 1: whole, batch ");
        assertThat(report.lines().get(3)).isEqualTo("init-script: 3 statements run, to the end of the script");
        assertThat(report.lines().subList(4, 7))
                .anyMatch(line ->
                        line.endsWith(".journal.tmp (was not finished; the next start deletes it or writes it anew)"))
                .anyMatch(line -> line.endsWith(".damaged-7 (put aside by --repair)"))
                .anyMatch(line -> line.endsWith("000000000009-00000.state (belongs to no checkpoint)"));
        assertThat(report.lines().get(7)).isEqualTo(USED + "2, and do 2 records again");
        assertThat(contents(directory)).isEqualTo(before);
    }

    @Test
    void damagedCheckpointIsNamedWithItsFileAndTheOneBeforeIsUsed() throws Exception {
        Path directory = killed();
        Path state = file(directory.resolve("checkpoints"), "000000000002-");
        flip(state, (int) Files.size(state) / 2);
        DirectoryReport report = DirectoryReport.of(directory);
        assertThat(report.wrong()).isTrue();
        assertThat(report.lines())
                .contains("checkpoint 2: damaged: " + state + ": its checksum is not that of what was written")
                .anyMatch(line -> line.startsWith("checkpoint 1: whole"))
                .last()
                .asString()
                .startsWith(USED + "1, and do ");
        Files.delete(state);
        assertThat(DirectoryReport.of(directory).lines())
                .contains("checkpoint 2: damaged: " + state + ": it is missing");
        Path manifest = file(directory.resolve("checkpoints"), "000000000002.manifest");
        flip(manifest, 40);
        assertThat(DirectoryReport.of(directory).lines())
                .anyMatch(line -> line.startsWith("checkpoint 2: damaged: " + manifest + ": damaged data at byte "));
    }

    @Test
    void journalThatDoesNotReachFromACheckpointIsSeen() throws Exception {
        Path directory = killed();
        Path segment = file(directory.resolve("journal"), "segment-");
        flip(segment, 64 + 24);
        DirectoryReport report = DirectoryReport.of(directory);
        assertThat(report.wrong()).isTrue();
        assertThat(report.lines().get(0)).startsWith("journal: damaged: " + segment + ", byte 64: record 1 is damaged");
        assertThat(report.lines())
                .last()
                .asString()
                .isEqualTo("the server would refuse to start; with --repair it would use checkpoint 2, and give up no"
                        + " record that is known to have been there");
    }

    @Test
    void damagedInitScriptIsSeen() throws Exception {
        Path directory = killed();
        Files.writeString(directory.resolve("init-script"), "statements=many\n");
        DirectoryReport report = DirectoryReport.of(directory);
        assertThat(report.wrong()).isTrue();
        assertThat(report.lines()).anyMatch(line -> line.startsWith("init-script: damaged: file "));
    }
}
