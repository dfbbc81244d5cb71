package io.millrace.connector.kafka;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;

class KafkaSourceConformanceTest extends SourceConformance {

    private static final int PARTITIONS = 3;
    private static final int ROWS = 3_000;

    @BeforeAll
    static void fillTopics() {
        for (String topic : List.of("conforming", "bad")) {
            Broker.createTopic(topic, PARTITIONS);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                boolean good = topic.equals("conforming") || i % 7 != 0;
                String value = good
                        ? "{\"id\": " + i + ",\n" + " ".repeat(60) + "\"name\": \"row " + i + "\"}"
                        : "{\"id\": \"x" + i + "\"" + " ".repeat(60) + "}";
                records.add(Broker.one(topic, i % PARTITIONS, "key " + i, value));
            }
            // in two transactions and a part that was aborted, so that offsets have gaps
            Broker.sendTogether(topic, records.subList(0, ROWS / 2), true);
            Broker.sendTogether(topic, records.subList(0, 100), false);
            Broker.sendTogether(topic, records.subList(ROWS / 2, ROWS), true);
        }
    }

    private static SourceSpec spec(String topic) {
        List<SourceColumn> columns = List.of(
                new SourceColumn(new Field("id", Type.BIGINT, true), Optional.empty()),
                new SourceColumn(new Field("place", Type.BIGINT, true), Optional.of("offset")),
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()),
                new SourceColumn(new Field("key", Type.VARCHAR, true), Optional.of("key")));
        return Specs.of(
                new KafkaConnector(),
                Optional.of(new JsonFormat()),
                columns,
                Path.of("."),
                Map.of("brokers", Broker.address(), "topic", topic, "end", "latest"));
    }

    @Override
    protected SourceSpec spec() {
        return spec("conforming");
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() {
        return Optional.of(spec("bad"));
    }
}
