package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRows;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.PausedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTroubleTest {

    private static final RowType ROW = new RowType(List.of(new Field("id", Type.BIGINT, false)));
    private static final Answer GOOD = new Answer(200, "");

    private HttpPeer peer;

    @BeforeEach
    void listen() throws Exception {
        peer = HttpPeer.start(asked -> GOOD);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    private Sink sink(String... options) {
        Map<String, String> given = new HashMap<>(Map.of("url", peer.url("/rows"), "timeout", "2 s"));
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i], options[i + 1]);
        }
        return Webhooks.open(ROW, given);
    }

    private static List<Page> rows(int from, int to) {
        PageBuilder page = new PageBuilder(ROW);
        for (int id = from; id < to; id++) {
            ((LongColumnBuilder) page.column(0)).append(id);
            page.endRow();
        }
        return List.of(page.build());
    }

    private ReceivedSource source(Format format, String... options) {
        Map<String, String> given =
                new HashMap<>(Map.of("url", peer.url("/rows"), "poll.interval", "10 ms", "timeout", "1 s"));
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i], options[i + 1]);
        }
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("id", Type.BIGINT, true), Optional.empty()));
        return (ReceivedSource) Specs.of(new HttpConnector(), Optional.of(format), columns, Path.of("."), given)
                .open(Clock.systemUTC());
    }

    @Test
    void rowsAreOneArrayWithAKeyThatStaysTheSame() {
        try (Sink sink = sink("batch.rows", "2", "token", "canary", "headers.x-team", "green")) {
            sink.deliver(3, 7, rows(0, 3));
        }
        try (Sink again = sink("batch.rows", "2", "token", "canary", "headers.x-team", "green")) {
            again.deliver(4, 7, rows(0, 3)); // a later start of the server does not know that they were taken
        }
        List<HttpPeer.Asked> asked = peer.asked();
        assertThat(asked).hasSize(4);
        assertThat(asked.get(0).body()).isEqualTo("[{\"id\":0},{\"id\":1}]");
        assertThat(asked.get(1).body()).isEqualTo("[{\"id\":2}]");
        assertThat(asked.get(0).headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("authorization", "Bearer canary")
                .containsEntry("x-team", "green");
        List<String> keys =
                asked.stream().map(one -> one.headers().get("idempotency-key")).toList();
        assertThat(keys.get(0)).startsWith("hook/7/0-");
        assertThat(keys.get(1)).startsWith("hook/7/1-");
        assertThat(keys.subList(2, 4)).isEqualTo(keys.subList(0, 2));
    }

    @Test
    void requestThatFailsIsSentAgainAndThoseBeforeItAreNot() {
        AtomicInteger count = new AtomicInteger();
        peer.answer(asked -> count.incrementAndGet() == 2 ? new Answer(503, "busy", "Retry-After", "240") : GOOD);
        try (Sink sink = sink("batch.rows", "1")) {
            assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 3)))
                    .hasMessageContaining("answers 503: busy")
                    .satisfies(e -> assertThat(((MillraceException) e).code()).isEqualTo(ErrorCode.SINK_FAILED))
                    .satisfies(e -> assertThat(((PausedException) e).pause()).isEqualTo(Duration.ofMinutes(4)));
            long begun = System.nanoTime();
            sink.deliver(1, 1, rows(0, 3));
            assertThat(System.nanoTime() - begun)
                    .as("the server waits, not the sink")
                    .isLessThan(120_000_000_000L);
        }
        assertThat(peer.asked().stream().map(HttpPeer.Asked::body).toList())
                .containsExactly("[{\"id\":0}]", "[{\"id\":1}]", "[{\"id\":1}]", "[{\"id\":2}]");
    }

    /** The receiver may repeat the key. */
    @Test
    void answerIsNotShownWhereTheAddressMayHoldAKey() {
        peer.answer(asked -> new Answer(400, "no such key: canary"));
        try (Sink sink = sink("url", peer.url("/rows?key=canary"))) {
            assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 1)))
                    .hasMessageContaining("answers 400")
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void whatIsRefusedForGoodIsToldApart() {
        for (int status : new int[] {400, 404, 413, 422, 302}) {
            peer.answer(asked -> new Answer(status, ""));
            try (Sink sink = sink()) {
                assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 1)))
                        .satisfies(
                                e -> assertThat(((MillraceException) e).code()).isEqualTo(ErrorCode.INVALID_RECORD));
            }
        }
        for (int status : new int[] {401, 403, 408, 429, 500, 502}) {
            peer.answer(asked -> new Answer(status, ""));
            try (Sink sink = sink()) {
                assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 1)))
                        .satisfies(
                                e -> assertThat(((MillraceException) e).code()).isEqualTo(ErrorCode.SINK_FAILED));
            }
        }
    }

    @Test
    void receiverThatHangsOrNeverEndsHoldsNobodyUp() {
        peer.answer(asked -> HttpPeer.NEVER);
        try (Sink sink = sink("timeout", "200 ms")) {
            assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 1)))
                    .hasMessageContaining("does not answer within 200 ms");
        }
        peer.answer(asked -> HttpPeer.ENDLESS);
        try (Sink sink = sink()) {
            sink.deliver(1, 1, rows(0, 1)); // the status says it all
        }
    }

    @Test
    void secretIsInNoMessage() {
        peer.answer(asked -> new Answer(400, asked.headers().get("authorization")));
        try (Sink sink = sink("token", "canary")) {
            assertThatThrownBy(() -> sink.deliver(1, 1, rows(0, 1)))
                    .hasMessageContaining("answers 400")
                    .hasMessageNotContaining("canary");
        }
        assertThatThrownBy(() -> sink("url", "http://user:canary@localhost/"))
                .hasMessageContaining("option 'url'")
                .hasMessageNotContaining("canary");
    }

    @Test
    void sourceTakesArraysLinesAndCsv() throws Exception {
        assertRows(new JsonFormat(), "[{\"id\": 1}, {\"id\":\n2}]", "1", "2");
        assertRows(new JsonFormat(), "{\"id\": 1}\n{\"id\": 2}\n", "1", "2");
        assertRows(new CsvFormat(), "1\n2", "1", "2");
    }

    private void assertRows(Format format, String body, String... rows) throws Exception {
        peer.answer(asked -> new Answer(200, body));
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = source(format)) {
            source.start(received);
            received.awaitCaughtUp();
            assertThat(received.rows()).containsExactly(rows);
        }
    }

    @Test
    void sourceAsksOnlyForWhatIsNew() throws Exception {
        List<String> conditions = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        peer.answer(asked -> {
            conditions.add(asked.headers().get("if-none-match"));
            int number = count.incrementAndGet();
            return "\"two\"".equals(asked.headers().get("if-none-match"))
                    ? new Answer(304, "")
                    : number == 1
                            ? new Answer(200, "{\"id\": 1}", "ETag", "\"one\"")
                            : new Answer(200, "{\"id\": 2}", "ETag", "\"two\"");
        });
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = source(new JsonFormat())) {
            source.start(received);
            assertThat(received.awaitRows(2)).containsExactly("1", "2");
            while (count.get() < 5) {
                Thread.onSpinWait();
            }
        }
        assertThat(received.rows()).containsExactly("1", "2");
        assertThat(conditions.subList(0, 4)).containsExactly(null, "\"one\"", "\"two\"", "\"two\"");
    }

    @Test
    void sourceInTroubleSaysSoAndGoesOn() throws Exception {
        AtomicInteger count = new AtomicInteger();
        peer.answer(asked -> switch (count.incrementAndGet()) {
            case 1 -> new Answer(500, "");
            case 2 -> HttpPeer.NEVER;
            case 3 -> HttpPeer.ENDLESS;
            default -> new Answer(200, "{\"id\": 1}");
        });
        CollectedRows received = new CollectedRows();
        try (ReceivedSource source = source(new JsonFormat(), "max.size", "1 MiB")) {
            source.start(received);
            assertThat(received.awaitRows(1)).containsExactly("1");
            assertThat(String.join("\n", received.awaitProblems(3)))
                    .contains("/rows answers 500")
                    .contains("/rows does not answer within 1000 ms")
                    .contains("/rows sends more than 1048576 bytes");
        }
    }
}
