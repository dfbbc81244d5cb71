package io.millrace.connector.kafka;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic of a sink's own, in which each of its transactions says which batch it is. It is compacted, so that the newest batch stays
 * however old it is; it has one writer, so that nobody else's open transaction hides what is there.
 */
final class CommitTopic {

    /**
     * How far the sink is.
     *
     * @param epoch of the server that delivered the batch
     */
    record Stand(long epoch, long batch) {

        static final Stand NOTHING = new Stand(0, 0);
    }

    private static final byte[] KEY = "batch".getBytes(StandardCharsets.US_ASCII);

    private final String sink;
    private final TopicPartition partition;
    private final Supplier<Map<String, Object>> connection;

    CommitTopic(String sink, Supplier<Map<String, Object>> connection) {
        this.sink = sink;
        this.partition = new TopicPartition("millrace-commit-" + sink.replaceAll("[^a-zA-Z0-9._-]", "_"), 0);
        this.connection = connection;
    }

    /** Makes it, unless it is there. */
    void create(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic = new NewTopic(partition.topic(), Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact"));
        try {
            admin.createTopics(Set.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** What the next transaction says. */
    ProducerRecord<byte[], byte[]> says(Stand stand) {
        byte[] value = (stand.epoch() + " " + stand.batch()).getBytes(StandardCharsets.US_ASCII);
        return new ProducerRecord<>(partition.topic(), partition.partition(), KEY, value);
    }

    /** What was said last, once no transaction of this sink is open any more. */
    Stand read(Admin admin) throws ExecutionException, InterruptedException {
        long first;
        long end;
        try {
            first = offset(admin, OffsetSpec.earliest());
            end = offset(admin, OffsetSpec.latest());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new MillraceException(
                        ErrorCode.SINK_MISMATCH,
                        "topic \"" + partition.topic() + "\" of sink \"" + sink
                                + "\" is not there any more, so that nobody can tell what was delivered; drop the sink"
                                + " and create it again",
                        e);
            }
            throw e;
        }
        Stand stand = Stand.NOTHING;
        RecordFlow flow = new RecordFlow(partition, RecordFlow.properties(connection.get()));
        try {
            flow.begin(new KafkaOffset(first, Optional.empty(), Uuid.ZERO_UUID));
            for (var records = flow.take(end); !records.isEmpty(); records = flow.take(end)) {
                for (ConsumerRecord<byte[], ByteBuffer> one : records) {
                    stand = parse(one);
                }
            }
        } finally {
            flow.close();
        }
        return stand;
    }

    private Stand parse(ConsumerRecord<byte[], ByteBuffer> one) {
        String text = one.value() == null
                ? ""
                : StandardCharsets.US_ASCII.decode(one.value().duplicate()).toString();
        if (!text.matches("\\d{1,19} \\d{1,19}")) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "topic \"" + partition.topic() + "\" of sink \"" + sink + "\" holds something else at offset "
                            + one.offset() + "; drop the sink and create it again");
        }
        int space = text.indexOf(' ');
        return new Stand(Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1)));
    }

    private long offset(Admin admin, OffsetSpec spec) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(partition)
                .get()
                .offset();
    }

    static Admin admin(Map<String, Object> connection) {
        return Admin.create(connection);
    }

    static void close(Admin admin) {
        admin.close(Duration.ZERO);
    }
}
