package io.millrace.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.Durability;
import io.millrace.journal.Journal;
import io.millrace.journal.RecordType;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JournalCommandsTest {

    private static final String SEGMENT = "segment-00000000000000000001.journal";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private String error = "";

    @BeforeEach
    void writeJournal() {
        try (Journal journal = Journal.open(directory, Durability.FSYNC, Duration.ofSeconds(1), new DiskStorage())) {
            append(journal, RecordType.DEFINED, "first");
            append(journal, RecordType.BATCH, "second one");
            append(journal, RecordType.CHECKPOINT, "third");
        }
    }

    private static void append(Journal journal, RecordType type, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        journal.append(type, payload, 0, payload.length);
    }

    private int run(Object command, String... arguments) {
        out.getBuffer().setLength(0);
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    error = ((MillraceException) failure).userMessage();
                    return 1;
                })
                .execute(arguments);
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        file, Files.readString(file, StandardCharsets.ISO_8859_1) + Files.getLastModifiedTime(file));
            }
        }
        return contents;
    }

    @Test
    void inspectPrintsALineForEachRecordAndWhatItMeans() {
        RecordPrinter printer = record -> List.of("means " + record.payload().remaining());
        assertThat(run(new InspectCommand(printer), directory.toString(), "--from", "2"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "         2  " + SEGMENT + ":104  BATCH v3  10 bytes  durable",
                        "    means 10",
                        "         3  " + SEGMENT + ":144  CHECKPOINT v1  5 bytes  durable",
                        "    means 5");
    }

    @Test
    void verifySaysThatAJournalIsWholeAndChangesNothing() throws IOException {
        Map<Path, String> before = contents();
        assertThat(run(new VerifyCommand(), directory.toString())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "journal: whole, 3 records, LSN 1..3",
                        "the server would begin without a checkpoint, and do 3 records again");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void firstProblemIsNamedWithFileAndOffset() throws IOException {
        Path segment = directory.resolve("journal").resolve(SEGMENT);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[104 + 25] ^= 1;
        Files.write(segment, bytes);
        assertThat(run(new VerifyCommand(), directory.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "journal: damaged: " + segment + ", byte 104: record 2 is damaged or missing; it was there when"
                                + " the journal was last opened or closed",
                        "journal: before that, 1 record, LSN 1..1",
                        "the server would refuse to start; with --repair it would begin without a checkpoint, and give up"
                                + " records 2 to 3 (1 other record, 1 that cannot be read)");
        assertThat(run(new JournalCommand(), "inspect", directory.toString())).isEqualTo(1);
        assertThat(out.toString().lines()).first().asString().contains("DEFINED v2");
        assertThat(out.toString()).doesNotContain("BATCH v3");
        assertThat(error).contains(segment + ", byte 104: record 2 is damaged");
    }

    @Test
    void directoryWithoutAJournalIsNamed() {
        assertThat(run(new VerifyCommand(), directory.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(error).contains("none holds no journal");
    }
}
