package io.millrace.app.nexmark;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All queries of Nexmark at once in one server, under several settings and from several sources, against DuckDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NexmarkTest {

    private static final List<String> LATER = List.of("q11", "q12", "q13");
    private static final List<Query> QUERIES =
            Query.all().stream().filter(query -> !LATER.contains(query.name())).toList();

    private Path temporary;
    /** A hundred seconds around midnight, ten windows of ten seconds. */
    private Events dense;
    /** Hours from the end of the day's work to midnight, and few events in a window. */
    private Events sparse;

    @BeforeAll
    void write(@TempDir Path directory) throws IOException, SQLException {
        temporary = directory;
        dense = Events.write(100_000, 1_000, "2015-07-14 23:59:00", temporary.resolve("dense"));
        sparse = Events.write(20_000, 1, "2015-07-14 18:45:00", temporary.resolve("sparse"));
    }

    @AfterAll
    void close() throws SQLException {
        dense.close();
        sparse.close();
    }

    @Test
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

    private void check(Events events, String streams, List<Query> queries, String... settings)
            throws IOException, SQLException {
        List<String> given = new ArrayList<>(List.of(settings));
        given.add(Setting.PORT.key() + "=0");
        given.add(Setting.DATA_DIR.key() + "=" + temporary.resolve("data"));
        try (MillraceServer server = MillraceServer.start(Settings.parse(given));
                Results results = new Results(server.url())) {
            results.run(streams);
            results.create(queries, events);
            results.areThoseOf(events, queries);
        }
    }
}
