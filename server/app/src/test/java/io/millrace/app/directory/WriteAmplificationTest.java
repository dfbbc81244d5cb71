package io.millrace.app.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much a server writes of what comes in: less than three times as much, also where all of a large state changes between two checkpoints.
 *
 * <p>The next rows wait for each checkpoint that is due, so that there are as many as there can be.
 */
class WriteAmplificationTest {

    /** Rows of a round; the next rounds change other parts of the state, until all of it has changed. */
    private static final int ROWS = 2_000;

    private static final int PARTS = 8;
    private static final int TEXT = 1_000;
    private static final int ROUNDS = 60;
    private static final long ROUND_BYTES = ROWS * (TEXT + 2L * Long.BYTES);
    private static final long LEAST_BYTES = 16 << 20;
    private static final String CHECKPOINTS = "SELECT COUNT(*) FROM sys.checkpoints";

    @TempDir
    Path directory;

    private long batch = -1;
    private final TreeMap<Long, Long> bytesUntil = new TreeMap<>();
    private long journaled;
    private long sinceCheckpoint;
    private long lastCheckpoint;

    /** Counts the bytes of the batches since the last call. */
    private void countBatches(SinkServer server) throws Exception {
        long bytes = server.number("SELECT COALESCE(SUM(written_bytes), 0) FROM sys.batches WHERE batch > " + batch);
        batch = server.number("SELECT COALESCE(MAX(batch), 0) FROM sys.batches");
        journaled += bytes;
        bytesUntil.put(batch, journaled);
        sinceCheckpoint += bytes;
    }

    private long bytesUntil(long batch) {
        Map.Entry<Long, Long> entry = bytesUntil.floorEntry(batch);
        return entry == null ? 0 : entry.getValue();
    }

    /** Between two checkpoints there is as much in the journal as the first of them wrote; rows of a round that come while one is being cut count for it or the next. */
    private void assertNoneComesEarly(SinkServer server) throws Exception {
        long number = server.number("SELECT MIN(checkpoint) FROM sys.checkpoints");
        long last = server.number("SELECT MAX(checkpoint) FROM sys.checkpoints");
        for (; number < last; number++) {
            String of = " FROM sys.checkpoints WHERE checkpoint = ";
            long from = server.number("SELECT batch" + of + number);
            long to = server.number("SELECT batch" + of + (number + 1));
            assertThat(bytesUntil(to) - bytesUntil(from))
                    .as("in the journal before checkpoint %s", number + 1)
                    .isGreaterThan(server.number("SELECT written_bytes" + of + number) - 2 * ROUND_BYTES);
        }
    }

    private void awaitCheckpoint(SinkServer server, long before) throws Exception {
        SinkServer.await(() -> server.number(CHECKPOINTS) > before, true);
        lastCheckpoint = server.number("SELECT written_bytes FROM sys.checkpoints ORDER BY checkpoint DESC LIMIT 1");
        sinceCheckpoint = 0;
    }

    @Test
    void journalAndCheckpointsAreLessThanThreeTimesWhatComesIn() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of("stream.retention=24 MiB", "durability=none"))) {
            server.run("CREATE TABLE keys (k BIGINT)");
            server.run("INSERT INTO keys VALUES "
                    + IntStream.range(0, ROWS).mapToObj(k -> "(" + k + ")").collect(Collectors.joining(", ")));
            server.run("CREATE STREAM s (k BIGINT, n BIGINT, text VARCHAR)");
            server.run("CREATE MATERIALIZED VIEW latest AS SELECT k, MAX(n) AS n, MAX(text) AS text, COUNT(*) AS c"
                    + " FROM s GROUP BY k");
            countBatches(server);
            journaled = 0;
            sinceCheckpoint = 0;
            long before = server.number(CHECKPOINTS);
            long taken = before;
            for (int round = 0; round < ROUNDS; round++) {
                char letter = (char) ('A' + round); // each text is greater than the one before
                server.run("INSERT INTO s SELECT k + " + round % PARTS * ROWS + ", " + round + ", REPEAT('" + letter
                        + "', " + TEXT + ") FROM keys");
                countBatches(server);
                if (sinceCheckpoint >= Math.max(LEAST_BYTES, lastCheckpoint)) {
                    awaitCheckpoint(server, taken);
                    taken = server.number(CHECKPOINTS);
                }
            }
            long ingested = ROUNDS * ROUND_BYTES;
            long stored = server.number("SELECT COALESCE(SUM(written_bytes), 0) FROM sys.checkpoints");
            System.out.printf("came in: %d, journal: %d, checkpoints: %d bytes%n", ingested, journaled, stored);
            assertNoneComesEarly(server);
            assertThat(taken - before).isGreaterThanOrEqualTo(2);
            assertThat(journaled).isGreaterThanOrEqualTo((long) ROUNDS * ROWS * TEXT);
            assertThat(journaled + stored).isLessThan(3 * ingested);
        }
    }
}
