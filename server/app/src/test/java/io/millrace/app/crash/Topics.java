package io.millrace.app.crash;

import io.millrace.connector.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a test does with the topics of a broker. */
record Topics(KafkaBroker broker) {

    private static final Duration WAIT = Duration.ofMillis(200);

    private Map<String, Object> properties() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.address()));
    }

    void create(int partitions, String... names) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(properties())) {
            for (String name : names) {
                admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get();
            }
        }
    }

    /** Writes each record once, however often the broker goes and comes. */
    KafkaProducer<String, String> producer() {
        Map<String, Object> properties = properties();
        properties.put("delivery.timeout.ms", 240_000);
        properties.put("linger.ms", 2);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    /** The committed records of a topic, each partition in its order. */
    private List<ConsumerRecord<String, String>> records(String topic) {
        Map<String, Object> properties = properties();
        properties.put("isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(
                            0, consumer.partitionsFor(topic).size())
                    .mapToObj(one -> new TopicPartition(topic, one))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(WAIT).forEach(records::add);
            }
        }
        return records;
    }

    /** The values of a topic, sorted. */
    List<String> values(String topic) {
        return records(topic).stream().map(ConsumerRecord::value).sorted().toList();
    }

    /** The newest value of each key. */
    Map<String, String> table(String topic) {
        Map<String, String> table = new LinkedHashMap<>();
        records(topic).forEach(one -> {
            if (one.value() == null) {
                table.remove(one.key());
            } else {
                table.put(one.key(), one.value());
            }
        });
        return table;
    }
}
