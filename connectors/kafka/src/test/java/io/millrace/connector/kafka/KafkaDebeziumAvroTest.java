package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.binary.avro.DebeziumAvroFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes as Debezium writes them with Confluent's converter, by the Avro library. */
class KafkaDebeziumAvroTest {

    private static final Schema ENVELOPE = new Schema.Parser().parse("""
            {"type": "record", "name": "Envelope", "namespace": "shop", "fields": [
              {"name": "before", "default": null, "type": ["null", {"type": "record", "name": "Value", "fields": [
                {"name": "id", "type": "long"},
                {"name": "name", "type": ["null", "string"], "default": null},
                {"name": "day", "default": null,
                 "type": ["null", {"type": "int", "connect.version": 1, "connect.name": "io.debezium.time.Date"}]},
                {"name": "at", "default": null,
                 "type": ["null", {"type": "long", "connect.version": 1, "connect.name": "io.debezium.time.MicroTimestamp"}]}
              ]}]},
              {"name": "after", "default": null, "type": ["null", "Value"]},
              {"name": "source", "type": {"type": "record", "name": "Source", "fields": [
                {"name": "lsn", "type": ["null", "long"], "default": null}]}},
              {"name": "op", "type": "string"},
              {"name": "ts_ms", "type": ["null", "long"], "default": null}
            ]}""");
    private static final Schema VALUE =
            ENVELOPE.getField("after").schema().getTypes().get(1);
    private static final Schema KEY = new Schema.Parser()
            .parse("{\"type\": \"record\", \"name\": \"Key\", \"fields\": [{\"name\": \"id\", \"type\": \"long\"}]}");

    private final List<Schema> schemas = List.of(ENVELOPE, KEY, VALUE);
    private HttpPeer registry;

    @BeforeEach
    void listen() throws Exception {
        registry = HttpPeer.start(asked -> {
            int number = Integer.parseInt(asked.path().substring(asked.path().lastIndexOf('/') + 1));
            String text = schemas.get(number).toString().replace("\\", "\\\\").replace("\"", "\\\"");
            return new Answer(200, "{\"schema\": \"" + text + "\"}");
        });
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private byte[] message(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, (byte) schemas.indexOf(record.getSchema())});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static GenericRecord row(long id, String name, Integer day, Long at) {
        return new GenericRecordBuilder(VALUE)
                .set("id", id)
                .set("name", name)
                .set("day", day)
                .set("at", at)
                .build();
    }

    private static GenericRecord change(String op, GenericRecord before, GenericRecord after) {
        Schema source = ENVELOPE.getField("source").schema();
        return new GenericRecordBuilder(ENVELOPE)
                .set("before", before)
                .set("after", after)
                .set("source", new GenericRecordBuilder(source).set("lsn", 7L).build())
                .set("op", op)
                .set("ts_ms", 1L)
                .build();
    }

    private ProducerRecord<byte[], byte[]> sent(String topic, long id, GenericRecord value) throws IOException {
        byte[] key = message(new GenericRecordBuilder(KEY).set("id", id).build());
        return new ProducerRecord<>(topic, 0, key, value == null ? null : message(value));
    }

    private List<String> rows(String topic, List<Integer> key, CollectedRejects rejects) {
        List<SourceColumn> columns = new ArrayList<>();
        columns.add(column("id", Type.BIGINT, key.isEmpty()));
        columns.add(column("name", Type.VARCHAR, true));
        columns.add(column("day", Type.DATE, true));
        columns.add(column("at", Type.TIMESTAMP, true));
        try (ReplayableSource source = (ReplayableSource) Specs.of(
                        new KafkaConnector(),
                        Optional.of(new DebeziumAvroFormat()),
                        columns,
                        key,
                        Path.of("."),
                        Map.of(
                                "brokers",
                                Broker.address(),
                                "topic",
                                topic,
                                "end",
                                "latest",
                                "schema.registry.url",
                                registry.url("")))
                .open(Clock.systemUTC())) {
            return PageText.weighted(TrialReading.pages(
                    source.readers(), source.poll(Map.of(), TrialReading.ALL), new int[] {0, 1, 2, 3}, rejects));
        }
    }

    private static SourceColumn column(String name, Type type, boolean nullable) {
        return new SourceColumn(new Field(name, type, nullable), Optional.empty());
    }

    @Test
    void ofEachKeyTheNewestChangeCounts() throws Exception {
        String topic = "debezium-avro-keyed";
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                sent(topic, 1, change("r", null, row(1, "vase", 19_844, 1_714_557_600_123_456L))),
                sent(topic, 2, change("c", null, row(2, "lamp", null, null))),
                sent(topic, 2, change("u", null, row(2, "LAMP", null, null))),
                sent(topic, 3, change("c", null, row(3, "rug", null, null))),
                sent(topic, 3, change("d", row(3, null, null, null), null)),
                sent(topic, 3, null),
                sent(topic, 4, null), // what says more of it was compacted away
                sent(topic, 5, change("t", null, null)),
                sent(topic, 6, row(6, "a row itself", null, null))));
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows = rows(topic, List.of(0), rejects);
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "1|vase|19844|1714557600123", "2|LAMP|NULL|NULL", "-1 3|NULL|NULL|NULL", "-1 4|NULL|NULL|NULL");
        assertThat(rejects.all()).hasSize(2);
        assertThat(rejects.all().get(0).reason()).contains("empties the table");
        assertThat(rejects.all().get(1).reason()).contains("has no \"op\"");
    }

    @Test
    void withoutAKeyImagesAddUp() throws Exception {
        String topic = "debezium-avro-whole";
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                sent(topic, 1, change("c", null, row(1, "vase", 1, 1_000L))),
                sent(topic, 1, change("u", row(1, "vase", 1, 1_000L), row(1, "pot", 2, 2_000L))),
                sent(topic, 1, change("u", null, row(1, "jar", 2, 2_000L))),
                sent(topic, 1, null)));
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows = rows(topic, List.of(), rejects);
        assertThat(rows).containsExactly("1|vase|1|1", "-1 1|vase|1|1", "1|pot|2|2");
        assertThat(rejects.all()).hasSize(1);
        assertThat(rejects.all().get(0).reason()).contains("without PRIMARY KEY");
    }
}
