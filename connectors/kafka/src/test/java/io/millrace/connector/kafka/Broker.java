package io.millrace.connector.kafka;

import io.millrace.connector.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker for all tests of this module, and what tests do with it. */
final class Broker {

    private static final KafkaBroker SERVER = start();

    private Broker() {}

    private static KafkaBroker start() {
        try {
            return KafkaBroker.start(Files.createTempDirectory("kafka"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KafkaBroker server() {
        return SERVER;
    }

    static String address() {
        return SERVER.address();
    }

    private static Map<String, Object> properties() {
        return new HashMap<>(Map.of("bootstrap.servers", address()));
    }

    static void createTopic(String name, int partitions) {
        try (Admin admin = Admin.create(properties())) {
            admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void deleteTopic(String name) {
        try (Admin admin = Admin.create(properties())) {
            admin.deleteTopics(Set.of(name)).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record with text for its key and value, either of which may be null. */
    static ProducerRecord<byte[], byte[]> one(String topic, int partition, String key, String value) {
        return new ProducerRecord<>(topic, partition, bytes(key), bytes(value));
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
        }
    }

    /** Sends records in a transaction that is committed or aborted. */
    static void sendTogether(String id, List<ProducerRecord<byte[], byte[]>> records, boolean commit) {
        try (KafkaProducer<byte[], byte[]> producer = transactional(id)) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    static KafkaProducer<byte[], byte[]> transactional(String id) {
        Map<String, Object> properties = properties();
        properties.put("transactional.id", id);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** All committed records of a topic. */
    static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> properties = properties();
        properties.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            int count = consumer.partitionsFor(topic).size();
            List<TopicPartition> partitions = IntStream.range(0, count)
                    .mapToObj(one -> new TopicPartition(topic, one))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** The text of the value, or nothing. */
    static Optional<String> value(ConsumerRecord<byte[], byte[]> one) {
        return Optional.ofNullable(one.value()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
