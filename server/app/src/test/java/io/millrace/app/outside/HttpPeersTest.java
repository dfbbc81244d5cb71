package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are sent over HTTP, and rows that are asked for, whatever becomes of server and peer. */
class HttpPeersTest {

    private static final Answer GOOD = new Answer(200, "");

    @TempDir
    Path directory;

    private static Set<String> keys(HttpPeer peer) {
        return peer.asked().stream()
                .map(one -> one.headers().get("idempotency-key"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String status(SinkServer server) throws Exception {
        return server.text("SELECT status || ' ' || lag_batches FROM sys.sinks WHERE name = 'k'");
    }

    @Test
    void rowsThatWereNotTakenAreSentWithTheSameKeysAfterACrash() throws Exception {
        try (HttpPeer peer = HttpPeer.start(asked -> new Answer(500, ""))) {
            Path killed;
            try (SinkServer server = new SinkServer(directory, List.of())) {
                server.run("CREATE STREAM s (n INT)");
                server.run("CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'http', format = 'json', url = '"
                        + peer.url("/rows") + "', batch.rows = 2)");
                server.run("INSERT INTO s VALUES (1), (2), (3)");
                SinkServer.await(() -> status(server).startsWith("RETRYING"), true);
                killed = KilledCopy.of(directory.resolve("data"), directory.resolve("killed/data"));
            }
            Set<String> first = keys(peer);
            assertThat(first).hasSize(1);
            peer.answer(asked -> GOOD);
            int before = peer.asked().size();
            try (SinkServer server = new SinkServer(killed.getParent(), List.of())) {
                SinkServer.await(() -> status(server), "RUNNING 0");
            }
            List<HttpPeer.Asked> after =
                    peer.asked().subList(before, peer.asked().size());
            assertThat(after.stream().map(HttpPeer.Asked::body))
                    .containsExactly("[{\"n\":1},{\"n\":2}]", "[{\"n\":3}]");
            assertThat(after.get(0).headers().get("idempotency-key"))
                    .isEqualTo(first.iterator().next());
        }
    }

    @Test
    void batchThatIsRefusedForGoodIsGivenUpByHand() throws Exception {
        try (HttpPeer peer = HttpPeer.start(asked -> asked.body().contains("2") ? new Answer(422, "no twos") : GOOD);
                SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n INT)");
            server.run("CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'http', format = 'json', url = '"
                    + peer.url("/rows") + "')");
            server.run("INSERT INTO s VALUES (1)");
            SinkServer.await(() -> status(server), "RUNNING 0");
            server.run("INSERT INTO s VALUES (2)");
            SinkServer.await(() -> status(server), "FAILED 1");
            assertThat(server.text("SELECT failure FROM sys.sinks WHERE name = 'k'"))
                    .contains("answers 422: no twos");
            server.run("INSERT INTO s VALUES (3)");
            server.run("ALTER SINK k SKIP BATCH " + server.text("SELECT next_batch FROM sys.sinks WHERE name = 'k'"));
            SinkServer.await(() -> status(server), "RUNNING 0");
            assertThat(peer.asked().get(peer.asked().size() - 1).body()).isEqualTo("[{\"n\":3}]");
        }
    }

    @Test
    void answersAreTakenOnceAndTheirRowsAreKept() throws Exception {
        try (HttpPeer peer = HttpPeer.start(asked -> new Answer(200, "[{\"n\": 1}, {\"n\": 2}, {\"n\": \"x\"}]"))) {
            Path killed;
            try (SinkServer server = new SinkServer(directory, List.of())) {
                server.run("CREATE STREAM s (n INT) WITH (connector = 'http', format = 'json', poll.interval = '10 ms',"
                        + " token = 'canary', url = '" + peer.url("/rows") + "')");
                server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s");
                SinkServer.await(() -> server.text("SELECT total FROM v"), "3");
                assertThat(server.number("SELECT COUNT(*) FROM s$errors")).isEqualTo(1);
                assertThat(server.text("SELECT LISTAGG(detail, ';') FROM sys.audit"))
                        .contains("token = ")
                        .doesNotContain("canary");
                killed = KilledCopy.of(directory.resolve("data"), directory.resolve("killed/data"));
            }
            int before = peer.asked().size();
            try (SinkServer server = new SinkServer(killed.getParent(), List.of())) {
                SinkServer.await(() -> peer.asked().size() > before + 3, true);
                assertThat(server.text("SELECT total FROM v")).isEqualTo("3");
                assertThat(server.number("SELECT COUNT(*) FROM s")).isEqualTo(2);
                peer.answer(asked -> new Answer(200, "[{\"n\": 40}]"));
                SinkServer.await(() -> server.text("SELECT total FROM v"), "43");
                peer.answer(asked -> new Answer(503, ""));
                SinkServer.await(() -> server.text("SELECT status FROM sys.sources"), "RETRYING");
                peer.answer(asked -> new Answer(304, ""));
                SinkServer.await(() -> server.text("SELECT status FROM sys.sources"), "OPEN");
            }
        }
    }
}
