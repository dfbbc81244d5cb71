package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connector.binary.avro.AvroFormat;
import io.millrace.connector.testkit.http.HttpPeer;
import io.millrace.connector.testkit.http.HttpPeer.Answer;
import io.millrace.connector.testkit.http.HttpPeer.Asked;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that the Avro library reads with the schemas that the registry was told. */
class KafkaAvroSinkTest {

    private static final String TOPIC = "avro-out";
    private static final int HEAD = 5;
    private static final RowType ROW =
            RowType.of(new Field("name", Type.VARCHAR, true), new Field("id", Type.BIGINT, false));

    private final List<String> schemas = new ArrayList<>();
    private HttpPeer registry;

    @BeforeEach
    void listen() throws Exception {
        registry = HttpPeer.start(this::told);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private synchronized Answer told(Asked asked) {
        try {
            String schema =
                    new ObjectMapper().readTree(asked.body()).get("schema").asText();
            String entry = asked.path() + " " + schema;
            if (!schemas.contains(entry)) {
                schemas.add(entry);
            }
            return new Answer(200, "{\"id\": " + (schemas.indexOf(entry) + 10) + "}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Sink open(String topic) {
        KafkaConnector connector = new KafkaConnector();
        List<Option> declared = new ArrayList<>(connector.sinkOptions());
        declared.addAll(new AvroFormat().options());
        Options options = Options.check(
                "connector 'kafka'",
                declared,
                new HashMap<>(Map.of(
                        "brokers",
                        Broker.address(),
                        "topic",
                        topic,
                        "key",
                        "id",
                        "schema.registry.url",
                        registry.url(""))));
        return connector.openSink(
                new SinkDefinition(topic, ROW, Optional.empty(), options, Optional.of(new AvroFormat()), Path.of(".")));
    }

    private static List<Page> row(String name, long id) {
        PageBuilder page = new PageBuilder(ROW);
        if (name == null) {
            page.column(0).appendNull();
        } else {
            ((BytesColumnBuilder) page.column(0)).append(name);
        }
        ((LongColumnBuilder) page.column(1)).append(id);
        page.endRow();
        return List.of(page.build());
    }

    private GenericRecord read(byte[] message) throws IOException {
        assertThat(message).startsWith((byte) 0, (byte) 0, (byte) 0, (byte) 0);
        Schema schema =
                new Schema.Parser().parse(schemas.get(message[HEAD - 1] - 10).split(" ", 2)[1]);
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(message, HEAD, message.length - HEAD, null));
    }

    @Test
    void messagesAreThoseOfTheLibrary() throws Exception {
        Broker.createTopic(TOPIC, 1);
        try (Sink sink = open(TOPIC)) {
            sink.deliver(1, 1, row("line\n", 5)); // the number is written as a line end
            sink.deliver(1, 2, row(null, -7));
        }
        assertThat(schemas)
                .extracting(entry -> entry.split(" ")[0])
                .containsExactly("/subjects/avro-out-value/versions", "/subjects/avro-out-key/versions");
        var records = Broker.records(TOPIC);
        assertThat(records).hasSize(2);
        assertThat(read(records.get(0).value())).hasToString("{\"name\": \"line\\n\", \"id\": 5}");
        assertThat(read(records.get(0).key())).hasToString("{\"id\": 5}");
        assertThat(read(records.get(1).value())).hasToString("{\"name\": null, \"id\": -7}");
    }

    @Test
    void schemaThatIsRefusedStopsAndARegistryThatIsAwayIsWaitedFor() throws Exception {
        Broker.createTopic(TOPIC + "-2", 1);
        try (Sink sink = open(TOPIC + "-2")) {
            registry.answer(asked -> new Answer(409, ""));
            assertThatThrownBy(() -> sink.deliver(1, 1, row("a", 1)))
                    .hasMessageContaining("subject \"avro-out-2-value\"")
                    .satisfies(e -> assertThat(((MillraceException) e).code()).isEqualTo(ErrorCode.INVALID_RECORD));
            registry.answer(asked -> new Answer(503, ""));
            assertThatThrownBy(() -> sink.deliver(1, 1, row("a", 1)))
                    .hasMessageContaining("answers 503")
                    .satisfies(e -> assertThat(((MillraceException) e).code().blame())
                            .isEqualTo(io.millrace.spi.error.Blame.EXTERNAL));
            registry.answer(this::told);
            sink.deliver(1, 1, row("a", 1));
        }
        assertThat(Broker.records(TOPIC + "-2")).hasSize(1);
    }
}
