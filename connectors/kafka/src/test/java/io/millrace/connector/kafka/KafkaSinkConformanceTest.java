package io.millrace.connector.kafka;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.SinkConformance;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class KafkaSinkConformanceTest {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @Nested
    class Appending extends Conformance {

        Appending() {
            super("append");
        }
    }

    @Nested
    class Upserting extends Conformance {

        Upserting() {
            super("upsert");
        }
    }

    abstract static class Conformance extends SinkConformance {

        private final String mode;
        private final String topic;
        private final SinkDefinition definition;
        private boolean opened;

        Conformance(String mode) {
            this.mode = mode;
            topic = "sink-" + TOPICS.incrementAndGet();
            KafkaConnector connector = new KafkaConnector();
            Options options = Options.check(
                    "connector 'kafka'",
                    connector.sinkOptions(),
                    Map.of("brokers", Broker.address(), "topic", topic, "mode", mode, "key", "id"));
            definition = new SinkDefinition(
                    topic, rowType(), Optional.empty(), options, Optional.of(new JsonFormat()), Path.of("."));
        }

        @BeforeEach
        void createTopic() {
            Broker.createTopic(topic, 2);
        }

        @Override
        protected RowType rowType() {
            return RowType.of(new Field("id", Type.BIGINT, true), new Field("n", Type.BIGINT, true));
        }

        @Override
        protected SinkCapabilities capabilities() {
            return TopicSinkOptions.capabilities(definition.options());
        }

        @Override
        protected Sink open() {
            boolean again = opened;
            opened = true;
            return again ? KafkaSink.reopen(definition) : KafkaSink.open(definition);
        }

        @Override
        protected long stored(Sink sink) {
            if (mode.equals("append")) {
                return Broker.records(topic).size();
            }
            Map<ByteBuffer, Boolean> present = new HashMap<>();
            Broker.records(topic).forEach(one -> present.put(ByteBuffer.wrap(one.key()), one.value() != null));
            return present.values().stream().filter(Boolean::booleanValue).count();
        }

        @Override
        protected void append(PageBuilder page, int number) {
            ((LongColumnBuilder) page.column(0)).append(number);
            ((LongColumnBuilder) page.column(1)).append(number * 2L);
        }
    }
}
