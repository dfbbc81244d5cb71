package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.journal.Examination;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.session.durable.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies while a transaction with definitions is committed has all of it afterwards, or nothing. */
class LandingTest {

    private static final String BEFORE = "CREATE STREAM bids (item VARCHAR, price INT);"
            + " CREATE TABLE stock (spare INT DEFAULT 7, item VARCHAR PRIMARY KEY, n INT);"
            + " CREATE TABLE first (a INT); CREATE VIEW seen AS SELECT 1 AS a FROM stock;"
            + " CREATE MATERIALIZED VIEW held AS SELECT SUM(n) AS n FROM stock;"
            + " CREATE MATERIALIZED VIEW old AS SELECT COUNT(*) AS n FROM bids;"
            + " INSERT INTO bids VALUES ('vase', 10), ('chair', 5); INSERT INTO stock (item, n) VALUES ('vase', 3); INSERT INTO first VALUES (5)";

    private static final String TRANSACTION = "BEGIN; CREATE TABLE items (item VARCHAR PRIMARY KEY, owner VARCHAR);"
            + " CREATE FUNCTION doubled(n INT) RETURNS INT AS n * 2; INSERT INTO items VALUES ('vase', 'Ann');"
            + " CREATE MATERIALIZED VIEW best AS SELECT i.owner, MAX(doubled(b.price)) AS most"
            + " FROM bids AS b JOIN items AS i ON b.item = i.item GROUP BY i.owner;"
            + " CREATE VIEW shown AS SELECT most FROM best; COMMENT ON VIEW shown IS 'most';"
            + " CREATE SINK gone AS SELECT STREAM item FROM bids WITH (connector = 'files', path = '${out}', format = 'json');"
            + " UPDATE stock SET n = 2 WHERE item = 'vase'; INSERT INTO bids VALUES ('vase', 12);"
            + " ALTER TABLE stock DROP COLUMN spare; ALTER TABLE stock ADD COLUMN place INT DEFAULT 9;"
            + " ALTER TABLE first RENAME TO second; CREATE OR REPLACE VIEW seen AS SELECT 2 AS a, item FROM bids;"
            + " COMMENT ON TABLE stock IS 'there'; DROP MATERIALIZED VIEW old; COMMIT";

    @TempDir
    Path directory;

    /** A place in the only file of the journal. */
    private record Place(RecordType type, long end) {}

    private final class Kept implements AutoCloseable {

        private final DataFiles files;
        private final TestServer server;

        Kept(Path data) {
            Settings settings = Settings.defaults().with("partitions", "2").with(Setting.DURABILITY, "none");
            files = DataFiles.open(data, settings);
            server = new TestServer(settings, Clock.systemUTC(), directory);
            server.service().recover(files, (step, done, all) -> {});
        }

        @Override
        public void close() {
            server.close();
            files.close();
        }

        String state() {
            List<List<Object>> names = server.rows("SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'public' AND table_name NOT LIKE '%$%' ORDER BY table_name");
            return names + " " + server.column("SELECT COUNT(*) FROM bids") + server.column("SELECT n FROM stock")
                    + server.column("SELECT COUNT(*) FROM sys.queries")
                    + server.column("SELECT COUNT(*) FROM sys.comments")
                    + server.column("SELECT COUNT(*) FROM sys.functions WHERE name = 'doubled'")
                    + (names.size() == 6 ? "" : server.rows("SELECT most FROM shown"))
                    + server.rows("SELECT * FROM stock") + server.rows("SELECT * FROM seen")
                    + server.rows("SELECT * FROM held")
                    + server.rows("SELECT * FROM " + (names.size() == 6 ? "first" : "second"));
        }
    }

    private static List<Place> places(Path data) throws IOException {
        List<Place> places = new ArrayList<>();
        try (JournalReader reader = Examination.of(data, new DiskStorage()).read(1)) {
            while (reader.advance()) {
                places.add(new Place(reader.type(), reader.offset()));
            }
        }
        List<Place> ends = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            ends.add(new Place(
                    places.get(i).type(),
                    i + 1 < places.size() ? places.get(i + 1).end() : Long.MAX_VALUE));
        }
        return ends;
    }

    private Path copy(Path data, String name, long end) throws IOException {
        Path journal = Files.createDirectories(directory.resolve(name).resolve("journal"));
        Files.copy(data.resolve("journal/identity"), journal.resolve("identity"));
        String segment = "segment-00000000000000000001.journal";
        byte[] bytes = Files.readAllBytes(data.resolve("journal").resolve(segment));
        Files.write(journal.resolve(segment), Arrays.copyOf(bytes, (int) Math.min(end, bytes.length)));
        return directory.resolve(name);
    }

    @Test
    void afterEachRecordAllOrNothingIsThere() throws IOException {
        Path data = directory.resolve("data");
        String none;
        String all;
        Path killed;
        try (Kept kept = new Kept(data)) {
            kept.server.run(BEFORE);
            none = kept.state();
            kept.server.run(
                    TRANSACTION.replace("${out}", directory.resolve("out").toString()));
            all = kept.state();
            killed = copy(data, "killed", Long.MAX_VALUE);
        }
        assertThat(all)
                .isEqualTo("[[best], [bids], [held], [items], [second], [seen], [shown], [stock]]"
                        + " [3][2][3][2][1][[24]][[vase, 2, 9]][[2, vase], [2, chair], [2, vase]][[2]][[5]]");
        List<Place> places = places(killed);
        List<RecordType> types = places.stream().map(Place::type).toList();
        int landed = types.indexOf(RecordType.LANDED);
        int begun = types.indexOf(RecordType.LANDING);
        assertThat(begun).isBetween(1, landed - 7);
        for (int record = begun - 1; record < places.size(); record++) {
            Path cut = copy(killed, "cut-" + record, places.get(record).end());
            String wanted = record < landed ? none : all;
            try (Kept kept = new Kept(cut)) {
                assertThat(kept.state())
                        .as("after record %s, %s", record + 1, types.get(record))
                        .isEqualTo(wanted);
                kept.server.run("CREATE TABLE IF NOT EXISTS items (a INT)");
            }
            if (record == landed - 1 || record == landed) {
                try (Kept again = new Kept(cut)) {
                    assertThat(again.server.column("SELECT COUNT(*) FROM items"))
                            .containsExactly(record - landed + 1L);
                }
            }
        }
    }
}
