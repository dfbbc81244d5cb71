package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connector.binary.avro.AvroFormat;
import io.millrace.connector.binary.parquet.ParquetFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Messages of bytes, line ends among them, whose schema a registry has. */
class KafkaAvroTest {

    private static final String TOPIC = "avro";
    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"r\\\",\\\"fields\\\":["
                    + "{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"int\\\"},{\\\"name\\\":\\\"name\\\",\\\"type\\\":\\\"string\\\"}]}\"}";

    private static ProducerRecord<byte[], byte[]> message(int schema, int id, String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) schema, (byte) (id << 1)});
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        bytes.write(text.length << 1);
        bytes.writeBytes(text);
        return new ProducerRecord<>(TOPIC, 0, null, bytes.toByteArray());
    }

    private static ReplayableSource open(Format format, Map<String, String> options) {
        Map<String, String> given = new HashMap<>(Map.of("brokers", Broker.address(), "topic", TOPIC, "end", "latest"));
        given.putAll(options);
        List<SourceColumn> columns = List.of(
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()),
                new SourceColumn(new Field("place", Type.BIGINT, true), Optional.of("offset")),
                new SourceColumn(new Field("id", Type.BIGINT, true), Optional.empty()));
        return (ReplayableSource) Specs.of(new KafkaConnector(), Optional.of(format), columns, Path.of("."), given)
                .open(Clock.systemUTC());
    }

    @Test
    void messagesAreRowsAndThoseThatAreNoneAreRefused() throws Exception {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/schemas/ids/7", exchange -> {
            byte[] bytes = SCHEMA.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        registry.start();
        Broker.createTopic(TOPIC, 1);
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (int id = 0; id < 60; id++) {
            messages.add(message(7, id, "line\n" + id)); // 5 as a number is written as a line end
        }
        messages.add(message(8, 1, "of another schema"));
        messages.add(new ProducerRecord<>(TOPIC, 0, null, "text".getBytes(StandardCharsets.UTF_8)));
        messages.add(message(7, 61, "last"));
        Broker.send(messages);
        String url = "http://localhost:" + registry.getAddress().getPort() + "/";
        try (ReplayableSource source = open(new AvroFormat(), Map.of("schema.registry.url", url))) {
            CollectedRejects rejects = new CollectedRejects();
            List<Split> splits = source.poll(Map.of(), TrialReading.ALL);
            List<String> rows = PageText.of(TrialReading.pages(source.readers(), splits, new int[] {0, 1, 2}, rejects));
            assertThat(rows).hasSize(61).contains("line\n5|5|5").endsWith("last|62|61");
            assertThat(rejects.all().stream().map(CollectedRejects.Reject::position))
                    .containsExactly(60L, 61L);
        } finally {
            registry.stop(0);
        }
        assertThatThrownBy(() -> open(new AvroFormat(), Map.of())).hasMessageContaining("'schema.registry.url'");
        assertThatThrownBy(() -> open(new ParquetFormat(), Map.of())).hasMessageContaining("is one of files");
    }
}
