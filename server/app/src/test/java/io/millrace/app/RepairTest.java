package io.millrace.app;

import static io.millrace.app.directory.KilledCopy.file;
import static io.millrace.app.directory.KilledCopy.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.sink.SinkServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.journal.Examination;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed server whose journal has two checkpoints of three batches, and two batches and a definition after them. */
class RepairTest {

    @TempDir
    static Path made;

    @TempDir
    Path temporary;

    private String told = "";

    @BeforeAll
    static void kill() throws Exception {
        SinkServer.killed(
                made,
                "CREATE STREAM s (n BIGINT)",
                "CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s",
                "INSERT INTO s VALUES (1); CHECKPOINT",
                "INSERT INTO s VALUES (2)",
                "INSERT INTO s VALUES (4); CHECKPOINT",
                "INSERT INTO s VALUES (8)",
                "CREATE VIEW w AS SELECT total FROM v",
                "INSERT INTO s VALUES (16)");
    }

    private Path killed() throws IOException {
        return KilledCopy.of(made.resolve("killed"), temporary.resolve("data"));
    }

    private record Place(long lsn, RecordType type, int offset) {}

    private static List<Place> records(Path directory) throws IOException {
        List<Place> places = new ArrayList<>();
        try (JournalReader reader = Examination.of(directory, new DiskStorage()).read(1)) {
            while (reader.advance()) {
                places.add(new Place(reader.lsn(), reader.type(), (int) reader.offset()));
            }
        }
        return places;
    }

    private static Place batch(Path directory, int index) throws IOException {
        return records(directory).stream()
                .filter(place -> place.type() == RecordType.BATCH)
                .toList()
                .get(index);
    }

    private static void damage(Path directory, Place record) throws IOException {
        flip(file(directory.resolve("journal"), "segment-"), record.offset() + 26);
    }

    private static Startup startup(Path directory, boolean repair) {
        Settings settings = Settings.defaults().with(Setting.PORT, "0").with(Setting.DATA_DIR, directory.toString());
        return new Startup(settings, directory, List.of(), repair);
    }

    private interface Questions {
        void ask(Statement statement) throws SQLException;
    }

    /** Starts a server with {@code --repair} and keeps what it says. */
    private void repair(Path directory, Questions questions) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try (Startup startup = startup(directory, true);
                Connection connection =
                        DriverManager.getConnection(startup.run().url());
                Statement statement = connection.createStatement()) {
            questions.ask(statement);
        } finally {
            System.setErr(before);
            told = errors.toString(StandardCharsets.UTF_8);
        }
        assertThat(DirectoryReport.of(directory).wrong()).isFalse();
    }

    private static long total(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT total FROM v")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void assertRefused(Path directory, String text) throws Exception {
        try (Startup startup = startup(directory, false)) {
            assertThatThrownBy(startup::run)
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining(text);
        }
    }

    @Test
    void whatComesAfterTheDamageIsGivenUpAndNamed() throws Exception {
        Path directory = killed();
        Place damaged = batch(directory, 3);
        long last = records(directory).get(records(directory).size() - 1).lsn();
        damage(directory, damaged);
        assertRefused(directory, "--repair");
        repair(directory, statement -> {
            assertThat(total(statement)).isEqualTo(7);
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM w")).hasMessageContaining("w");
            statement.execute("INSERT INTO s VALUES (100)");
        });
        assertThat(told)
                .contains(
                        "millrace: the journal is damaged: ",
                        "record " + damaged.lsn() + " is damaged",
                        "millrace: given up: records " + damaged.lsn() + " to " + last
                                + " (1 batch, 1 statement that changed definitions, 1 that cannot be read)",
                        "under names that end in .damaged-");
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            assertThat(files).anyMatch(path -> path.toString().contains(".damaged-"));
        }
        repair(directory, statement -> assertThat(total(statement)).isEqualTo(107));
        assertThat(told).contains("is whole; there is nothing to repair");
    }

    @Test
    void whatACheckpointHoldsIsNotGivenUpForDamageBeforeIt() throws Exception {
        Path directory = killed();
        damage(directory, batch(directory, 1));
        assertRefused(directory, "--repair");
        repair(directory, statement -> {
            assertThat(total(statement)).isEqualTo(31);
            statement.execute("INSERT INTO s VALUES (100)");
        });
        assertThat(told)
                .contains(
                        "is not needed: a checkpoint holds what came of it",
                        "given up: no record that is known to have been there");
        repair(directory, statement -> assertThat(total(statement)).isEqualTo(131));
    }

    @Test
    void newestCheckpointIsTheEndWhenTheJournalIsDamagedOnBothSidesOfIt() throws Exception {
        Path directory = killed();
        Place behind = batch(directory, 3);
        damage(directory, batch(directory, 1));
        damage(directory, behind);
        repair(directory, statement -> assertThat(total(statement)).isEqualTo(7));
        assertThat(told).contains("given up: records ", "(1 batch, 1 statement that changed definitions, 1 that");
    }

    @Test
    void journalThatIsGoneIsBegunAnewBehindTheCheckpoint() throws Exception {
        Path directory = killed();
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path path : files.toList()) {
                Files.delete(path);
            }
        }
        repair(directory, statement -> {
            assertThat(total(statement)).isEqualTo(7);
            statement.execute("INSERT INTO s VALUES (100)");
        });
        assertThat(told).contains("file identity was made anew");
        repair(directory, statement -> assertThat(total(statement)).isEqualTo(107));
    }

    @Test
    void damagedCheckpointMakesTheOneBeforeTheBasis() throws Exception {
        Path directory = killed();
        Path state = file(directory.resolve("checkpoints"), "000000000002-");
        flip(state, (int) Files.size(state) / 2);
        damage(directory, batch(directory, 3));
        repair(directory, statement -> assertThat(total(statement)).isEqualTo(7));
        assertThat(told).contains("given up: records ").doesNotContain("is not needed");
    }

    @Test
    void nothingIsTouchedWhenNothingIsLeftToGoOnFrom() throws Exception {
        Path directory = killed();
        damage(directory, batch(directory, 1));
        repair(directory, statement -> total(statement)); // the journal begins with the checkpoint now
        try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
            for (Path path :
                    files.filter(file -> file.toString().endsWith(".manifest")).toList()) {
                Files.delete(path);
            }
        }
        try (Startup startup = startup(directory, true)) {
            assertThatThrownBy(startup::run)
                    .hasMessageContaining("cannot be repaired: it begins with record ")
                    .hasMessageContaining("restore a backup");
        }
        assertThat(DirectoryReport.of(directory).lines()).last().asString().contains("not even --repair helps");
    }
}
