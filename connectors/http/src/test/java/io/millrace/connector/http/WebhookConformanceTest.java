package io.millrace.connector.http;

import io.millrace.connector.testkit.SinkConformance;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class WebhookConformanceTest extends SinkConformance {

    private HttpPeer peer;

    @BeforeEach
    void listen() throws Exception {
        peer = HttpPeer.start(asked -> new Answer(200, ""));
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Override
    protected RowType rowType() {
        return new RowType(List.of(new Field("id", Type.BIGINT, false)));
    }

    @Override
    protected SinkCapabilities capabilities() {
        return SinkCapabilities.APPEND;
    }

    @Override
    protected Sink open() {
        return Webhooks.open(rowType(), Map.of("url", peer.url("/rows"), "batch.rows", "2", "body", "lines"));
    }

    @Override
    protected long stored(Sink sink) {
        return peer.asked().stream()
                .mapToLong(one -> one.body().lines().count())
                .sum();
    }

    @Override
    protected void append(PageBuilder page, int number) {
        ((LongColumnBuilder) page.column(0)).append(number);
    }
}
