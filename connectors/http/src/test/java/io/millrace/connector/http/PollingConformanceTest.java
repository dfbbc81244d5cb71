package io.millrace.connector.http;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.ResumedConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PollingConformanceTest extends ResumedConformance {

    private static final int ROWS = 10_000;

    private HttpPeer peer;

    @BeforeEach
    void listen() throws Exception {
        String body = IntStream.range(0, ROWS)
                .mapToObj(row -> "{\"id\": " + row + "}")
                .collect(Collectors.joining(",\n ", "[", "]"));
        peer = HttpPeer.start(asked -> new Answer(200, body));
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Override
    protected ReceivedSource open() {
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("id", Type.BIGINT, true), Optional.empty()));
        return (ReceivedSource) Specs.of(
                        new HttpConnector(),
                        Optional.of(new JsonFormat()),
                        columns,
                        Path.of("."),
                        Map.of("url", peer.url("/rows"), "poll.interval", "10 ms"))
                .open(Clock.systemUTC());
    }

    @Override
    protected List<String> expected() {
        return IntStream.range(0, ROWS).mapToObj(Integer::toString).toList();
    }

    @Override
    protected boolean finishes() {
        return false;
    }
}
