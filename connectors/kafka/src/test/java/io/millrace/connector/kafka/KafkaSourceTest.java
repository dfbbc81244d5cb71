package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.json.DebeziumFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaSourceTest {

    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int[] ALL = {0, 1, 2, 3};

    private final String topic = "source-" + TOPICS.incrementAndGet();

    private static SourceColumn column(String name, Type type, String metadata) {
        return new SourceColumn(new Field(name, type, true), Optional.ofNullable(metadata));
    }

    private ReplayableSource open(String... options) {
        Map<String, String> given = new HashMap<>(Map.of("brokers", Broker.address()));
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i], options[i + 1]);
        }
        given.putIfAbsent("topic", topic);
        if (given.containsKey("topic.pattern")) {
            given.remove("topic");
        }
        List<SourceColumn> columns = List.of(
                column("id", Type.BIGINT, null),
                column("k", Type.VARCHAR, "key"),
                column("topic", Type.VARCHAR, "topic"),
                column("trace", Type.VARCHAR, "header.trace"));
        return (ReplayableSource)
                Specs.of(new KafkaConnector(), Optional.of(new JsonFormat()), columns, Path.of("."), given)
                        .open(Clock.systemUTC());
    }

    private static String id(int id) {
        return "{\"id\": " + id + "}";
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Reads what there is until there are so many rows; notes how far that is. */
    private static List<String> rows(ReplayableSource source, Map<String, Offset> offsets, int count) throws Exception {
        List<String> rows = new ArrayList<>();
        await(() -> {
            List<Split> splits = source.poll(offsets, TrialReading.ALL);
            List<Page> pages = TrialReading.pages(source.readers(), splits, ALL, new CollectedRejects());
            rows.addAll(PageText.of(pages));
            splits.forEach(split -> offsets.put(split.partition(), split.end()));
            return rows.size() >= count;
        });
        return rows;
    }

    @Test
    void recordsComeWithKeyAndHeadersAsTheyAreSent() throws Exception {
        Broker.createTopic(topic, 1);
        try (ReplayableSource source = open()) {
            AtomicInteger signals = new AtomicInteger();
            source.onInput(signals::incrementAndGet);
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(source.poll(offsets, TrialReading.ALL)).isEmpty();
            ProducerRecord<byte[], byte[]> traced = Broker.one(topic, 0, "a", id(1));
            traced.headers().add("trace", Broker.bytes("t1"));
            Broker.send(List.of(traced));
            await(() -> signals.get() > 0);
            assertThat(rows(source, offsets, 1)).containsExactly("1|a|" + topic + "|t1");
            Broker.send(List.of(Broker.one(topic, 0, null, id(2))));
            assertThat(rows(source, offsets, 1)).containsExactly("2|NULL|" + topic + "|NULL");
        }
    }

    @Test
    void whatATransactionWritesComesOnceItIsCommitted() throws Exception {
        Broker.createTopic(topic, 1);
        try (ReplayableSource source = open();
                KafkaProducer<byte[], byte[]> producer = Broker.transactional("open-" + topic)) {
            Map<String, Offset> offsets = new HashMap<>();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(Broker.one(topic, 0, null, id(1)));
            producer.flush();
            TimeUnit.MILLISECONDS.sleep(300);
            assertThat(source.poll(offsets, TrialReading.ALL)).isEmpty();
            producer.commitTransaction();
            assertThat(rows(source, offsets, 1)).hasSize(1);
            Broker.sendTogether("aborted-" + topic, List.of(Broker.one(topic, 0, null, id(2))), false);
            Broker.send(List.of(Broker.one(topic, 0, null, id(3))));
            assertThat(rows(source, offsets, 1)).containsExactly("3|NULL|" + topic + "|NULL");
        }
    }

    @Test
    void newTopicsOfAPatternAreFound() throws Exception {
        Broker.createTopic(topic + "-a", 1);
        try (ReplayableSource source = open("topic.pattern", topic + "-.*", "refresh.interval", "200 ms")) {
            Map<String, Offset> offsets = new HashMap<>();
            Broker.createTopic(topic + "-b", 2);
            Broker.send(List.of(Broker.one(topic + "-a", 0, null, id(1)), Broker.one(topic + "-b", 1, null, id(2))));
            assertThat(rows(source, offsets, 2))
                    .containsExactlyInAnyOrder("1|NULL|" + topic + "-a|NULL", "2|NULL|" + topic + "-b|NULL");
        }
    }

    @Test
    void readingBeginsAtATimeOrAtOffsets() throws Exception {
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                new ProducerRecord<>(topic, 0, 1_000L, null, Broker.bytes(id(1))),
                new ProducerRecord<>(topic, 0, 2_000L, null, Broker.bytes(id(2))),
                new ProducerRecord<>(topic, 0, 3_000L, null, Broker.bytes(id(3)))));
        try (ReplayableSource source = open("start", "1970-01-01T00:00:02Z")) {
            assertThat(rows(source, new HashMap<>(), 2))
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("2|");
        }
        try (ReplayableSource source = open("start", "0:2")) {
            assertThat(rows(source, new HashMap<>(), 1))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("3|");
        }
        assertThatThrownBy(() -> open("start", "soon")).hasMessageContaining("'earliest', 'latest', a time");
    }

    @Test
    void endsAreWhereANewSourceBegins() throws Exception {
        Broker.createTopic(topic, 2);
        Broker.send(List.of(Broker.one(topic, 0, null, id(1)), Broker.one(topic, 0, null, id(2))));
        String start;
        try (ReplayableSource source = open("start", "latest")) {
            start = new KafkaConnector().startAt(source.ends(), "earliest");
        }
        assertThat(start).isEqualTo(topic + "-0:2, " + topic + "-1:0");
        Broker.send(List.of(Broker.one(topic, 1, null, id(3))));
        try (ReplayableSource source = open("start", start)) {
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(rows(source, offsets, 1)).hasSize(1).first().asString().startsWith("3|");
            Broker.send(List.of(Broker.one(topic, 0, null, id(4))));
            assertThat(rows(source, offsets, 1)).hasSize(1).first().asString().startsWith("4|");
        }
    }

    @Test
    void recordWithoutValueIsRefused() {
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                Broker.one(topic, 0, "a", id(1)), Broker.one(topic, 0, "a", null), Broker.one(topic, 0, "a", id(2))));
        try (ReplayableSource source = open("end", "latest")) {
            CollectedRejects rejects = new CollectedRejects();
            List<Split> splits = source.poll(Map.of(), TrialReading.ALL);
            assertThat(PageText.of(TrialReading.pages(source.readers(), splits, ALL, rejects)))
                    .hasSize(2);
            assertThat(rejects.all()).singleElement().satisfies(one -> {
                assertThat(one.position()).isEqualTo(1);
                assertThat(one.reason()).isEqualTo("the record has no value");
            });
        }
    }

    private static List<String> weighted(ReplayableSource source, Map<String, Offset> offsets) throws Exception {
        List<String> rows = new ArrayList<>();
        await(() -> {
            List<Split> splits = source.poll(offsets, TrialReading.ALL);
            List<Page> pages = TrialReading.pages(source.readers(), splits, ALL, new CollectedRejects());
            rows.addAll(PageText.weighted(pages));
            splits.forEach(split -> offsets.put(split.partition(), split.end()));
            return !rows.isEmpty();
        });
        return rows;
    }

    @Test
    void newestRecordOfEachKeyReplacesAndOneWithoutValueTakesBack() throws Exception {
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                Broker.one(topic, 0, "a", id(1)),
                Broker.one(topic, 0, "b", id(2)),
                Broker.one(topic, 0, "a", id(3)),
                Broker.one(topic, 0, null, id(4)),
                Broker.one(topic, 0, "c", null)));
        try (ReplayableSource source = open("mode", "upsert")) {
            assertThat(source.changes()).isTrue();
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(weighted(source, offsets))
                    .containsExactly(
                            "3|a|" + topic + "|NULL", "2|b|" + topic + "|NULL", "-1 NULL|c|" + topic + "|NULL");
            Broker.send(List.of(Broker.one(topic, 0, "a", null)));
            assertThat(weighted(source, offsets)).containsExactly("-1 NULL|a|" + topic + "|NULL");
        }
    }

    private ReplayableSource changes(String... options) {
        Map<String, String> given = new HashMap<>(Map.of("brokers", Broker.address(), "topic", topic));
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i], options[i + 1]);
        }
        List<SourceColumn> columns = List.of(
                column("id", Type.BIGINT, null),
                column("name", Type.VARCHAR, null),
                column("place", Type.BIGINT, "offset"),
                column("k", Type.VARCHAR, "key"));
        return (ReplayableSource) Specs.of(
                        new KafkaConnector(),
                        Optional.of(new DebeziumFormat()),
                        columns,
                        List.of(0),
                        Path.of("."),
                        given)
                .open(Clock.systemUTC());
    }

    @Test
    void newestChangeOfEachRowCountsAndTombstonesDeleteByKey() throws Exception {
        Broker.createTopic(topic, 1);
        Broker.send(List.of(
                Broker.one(topic, 0, id(1), "{\"op\":\"c\",\"after\":{\"id\":1,\"name\":\"a\"}}"),
                Broker.one(topic, 0, id(2), "{\"op\":\"c\",\n\"after\":{\"id\":2,\"name\":\"b\"}}"),
                Broker.one(
                        topic,
                        0,
                        id(1),
                        "{\"op\":\"u\",\"before\":{\"id\":1,\"name\":\"a\"},\"after\":{\"id\":1,\"name\":\"c\"}}"),
                Broker.one(topic, 0, id(3), null),
                Broker.one(topic, 0, "plain", null),
                Broker.one(topic, 0, null, "{\"op\":\"c\",\"after\":{\"id\":4,\"name\":\"d\"}}"),
                Broker.one(topic, 0, id(5), "{\"op\":\"d\",\"before\":null}")));
        try (ReplayableSource source = changes()) {
            assertThat(source.changes()).isTrue();
            assertThat(source.takesBackUnknown()).isTrue();
            Map<String, Offset> offsets = new HashMap<>();
            assertThat(weighted(source, offsets))
                    .containsExactly(
                            "2|b|1|" + id(2),
                            "1|c|2|" + id(1),
                            "-1 3|NULL|3|" + id(3),
                            "4|d|5|NULL",
                            "-1 5|NULL|6|" + id(5));
            Broker.send(List.of(Broker.one(topic, 0, "{\"schema\":{},\"payload\":{\"id\":1}}", null)));
            assertThat(weighted(source, offsets)).hasSize(1).first().asString().startsWith("-1 1|NULL|7|");
        }
        assertThatThrownBy(() -> changes("mode", "upsert")).hasMessageContaining("leave it out");
    }

    @Test
    void topicThatWasMadeAnewIsNotReadOn() throws Exception {
        Broker.createTopic(topic, 1);
        Broker.send(List.of(Broker.one(topic, 0, null, id(1))));
        try (ReplayableSource source = open("refresh.interval", "200 ms")) {
            Map<String, Offset> offsets = new HashMap<>();
            rows(source, offsets, 1);
            Broker.deleteTopic(topic);
            await(() -> {
                source.poll(offsets, TrialReading.ALL);
                return source.problems().toString().contains("does not exist");
            });
            Broker.createTopic(topic, 1);
            Broker.send(List.of(Broker.one(topic, 0, null, id(2)), Broker.one(topic, 0, null, id(3))));
            await(() -> {
                assertThat(source.poll(offsets, TrialReading.ALL)).isEmpty();
                return source.problems().toString().contains("was deleted and created again");
            });
        }
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatThrownBy(this::open).hasMessage("topic \"" + topic + "\" does not exist");
        assertThatThrownBy(() -> open("brokers", "localhost")).hasMessageContaining("must be host:port");
        assertThatThrownBy(() -> open("security.protocol", "SASL_SSL"))
                .hasMessageContaining("option 'sasl.username' is missing");
        assertThatThrownBy(() -> open("topic.pattern", "(")).hasMessageContaining("Unclosed group");
    }
}
