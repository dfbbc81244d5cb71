package io.millrace.app.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All queries of Nexmark at once in one server, under several settings and from several sources, against DuckDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NexmarkTest {

    private static final List<Query> QUERIES = Query.all();
    /** Events per second: ten seconds for all of them. */
    private static final long LIVE_RATE = 10_000;

    private Path temporary;
    /** A hundred seconds around midnight, ten windows of ten seconds. */
    private Events dense;
    /** So few that each can be a batch of its own. */
    private Events few;
    /** Hours from the end of the day's work to midnight, and few events in a window. */
    private Events sparse;

    @BeforeAll
    void write(@TempDir Path directory) throws IOException, SQLException {
        temporary = directory;
        dense = Events.write(100_000, 1_000, "2015-07-14 23:59:00", temporary.resolve("dense"));
        few = Events.write(500, 10, "2015-07-14 23:59:20", temporary.resolve("few"));
        sparse = Events.write(20_000, 1, "2015-07-14 18:45:00", temporary.resolve("sparse"));
    }

    @AfterAll
    void close() throws SQLException {
        dense.close();
        few.close();
        sparse.close();
    }

    @Test
    @Tag("slow")
    void fromTheGeneratorWithOnePartition() throws IOException, SQLException {
        check(dense, dense.generator(0), QUERIES, "partitions=1");
    }

    @Test
    void fromFilesWithFourPartitions() throws IOException, SQLException {
        check(dense, dense.files(), QUERIES, "partitions=4");
    }

    @Test
    void fromFilesWithSmallBatchesAndTwoPartitions() throws IOException, SQLException {
        check(dense, dense.files(), QUERIES, "partitions=2", "batch.rows=3000");
    }

    @Test
    void whenFewEventsAreInAWindow() throws IOException, SQLException {
        check(sparse, sparse.generator(0), QUERIES, "partitions=2", "batch.rows=500");
    }

    @Test
    void whenEachRowIsABatch() throws IOException, SQLException {
        check(few, few.files(), QUERIES, "partitions=1", "batch.rows=1");
    }

    @Test
    @Tag("slow")
    void whenEachOfManyRowsIsABatch() throws IOException, SQLException {
        check(sparse, sparse.files(), QUERIES, "partitions=2", "batch.rows=1");
    }

    /** While events come, all views are of the same batch: what they count is the same at every moment. */
    @Test
    void allViewsAgreeWhileEventsCome() throws IOException, SQLException {
        try (MillraceServer server = start("partitions=2");
                Results results = new Results(server.url())) {
            results.run(dense.generator(LIVE_RATE));
            results.create(QUERIES, dense);
            long bids = 0;
            while (bids < dense.bids()) {
                Rows counts = results.read(
                        "SELECT (SELECT COUNT(*) FROM q0), (SELECT COUNT(*) FROM q22),"
                                + " (SELECT SUM(total_bids) FROM q15), (SELECT SUM(total_bids) FROM q16), (SELECT SUM(total_bids) FROM q17)");
                String row = counts.counts().keySet().iterator().next();
                List<String> numbers = List.of(row.split("\\|"));
                assertThat(numbers).containsOnly(numbers.get(0));
                assertThat(Long.parseLong(numbers.get(0))).isGreaterThanOrEqualTo(bids);
                bids = Long.parseLong(numbers.get(0));
            }
            results.areThoseOf(dense, QUERIES);
        }
    }

    private void check(Events events, String streams, List<Query> queries, String... settings)
            throws IOException, SQLException {
        try (MillraceServer server = start(settings);
                Results results = new Results(server.url())) {
            results.run(streams);
            results.create(queries, events);
            results.areThoseOf(events, queries);
        }
    }

    private MillraceServer start(String... settings) throws IOException {
        List<String> given = new ArrayList<>(List.of(settings));
        given.add(Setting.PORT.key() + "=0");
        given.add(Setting.DURABILITY.key() + "=none");
        given.add(Setting.DATA_DIR.key() + "=" + Files.createTempDirectory(temporary, "data"));
        return MillraceServer.start(Settings.parse(given));
    }
}
