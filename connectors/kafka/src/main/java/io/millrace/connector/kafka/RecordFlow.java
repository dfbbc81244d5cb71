package io.millrace.connector.kafka;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The records of one partition from some offset on. It is kept open between two ranges that follow on each other, so that what was
 * fetched ahead is not fetched again. One thread at a time.
 */
final class RecordFlow implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], ByteBuffer> consumer;
    /** Fetched beyond the end of the last range, in order. */
    private List<ConsumerRecord<byte[], ByteBuffer>> ahead = List.of();

    private long next;
    private long usedNanos = System.nanoTime();

    RecordFlow(TopicPartition partition, Map<String, Object> properties) {
        this.partition = partition;
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteBufferDeserializer());
        consumer.assign(List.of(partition));
    }

    TopicPartition partition() {
        return partition;
    }

    /** The offset that is read next without seeking. */
    long next() {
        return next;
    }

    long usedNanos() {
        return usedNanos;
    }

    void begin(KafkaOffset start) {
        usedNanos = System.nanoTime();
        if (next == start.count() && next > 0) {
            return;
        }
        ahead = List.of();
        next = start.count();
        consumer.seek(partition, new OffsetAndMetadata(next, start.epoch(), ""));
    }

    /**
     * The next records before an offset; empty when there are none, at its end.
     *
     * @throws MillraceException SOURCE_GONE when they are not there any more, SOURCE_FAILED when they do not come
     */
    List<ConsumerRecord<byte[], ByteBuffer>> take(long end) {
        long since = System.nanoTime();
        while (next < end) {
            List<ConsumerRecord<byte[], ByteBuffer>> found = ahead.isEmpty() ? fetch() : ahead;
            ahead = List.of();
            if (!found.isEmpty()) {
                return until(found, end);
            }
            if (System.nanoTime() - since > SILENT_NANOS) {
                throw new MillraceException(
                        ErrorCode.SOURCE_FAILED,
                        "partition \"" + partition + "\" cannot be read: the brokers gave nothing for "
                                + TimeUnit.NANOSECONDS.toSeconds(SILENT_NANOS) + " s");
            }
        }
        return List.of();
    }

    /** Moves on behind markers of transactions and records that were aborted or compacted away, too. */
    private List<ConsumerRecord<byte[], ByteBuffer>> fetch() {
        try {
            List<ConsumerRecord<byte[], ByteBuffer>> records =
                    consumer.poll(WAIT).records(partition);
            if (records.isEmpty()) {
                next = Math.max(next, consumer.position(partition));
            }
            return records;
        } catch (OffsetOutOfRangeException e) {
            throw new MillraceException(
                    ErrorCode.SOURCE_GONE,
                    "partition \"" + partition + "\" does not have the records from offset " + next + " on any more",
                    e);
        } catch (KafkaException e) {
            throw KafkaErrors.of(ErrorCode.SOURCE_FAILED, "partition \"" + partition + "\" cannot be read", e);
        }
    }

    private List<ConsumerRecord<byte[], ByteBuffer>> until(List<ConsumerRecord<byte[], ByteBuffer>> found, long end) {
        int count = found.size();
        if (found.get(count - 1).offset() >= end) {
            count = 0;
            while (found.get(count).offset() < end) {
                count++;
            }
            ahead = new ArrayList<>(found.subList(count, found.size()));
        }
        next = ahead.isEmpty() ? found.get(count - 1).offset() + 1 : end;
        return found.subList(0, count);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Properties of its consumer, beside those of the connection. */
    static Map<String, Object> properties(Map<String, Object> connection) {
        Map<String, Object> properties = new HashMap<>(connection);
        properties.put("enable.auto.commit", false);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("allow.auto.create.topics", false);
        properties.put("max.poll.records", 8_192);
        properties.put("max.partition.fetch.bytes", 4 << 20);
        properties.put("fetch.max.wait.ms", 100);
        return properties;
    }
}
