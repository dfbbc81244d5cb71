package io.millrace.connector.kafka;

import io.millrace.connector.kafka.CommitTopic.Stand;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes batches to a topic: the records and, in the {@link CommitTopic}, the number of the batch in one transaction.
 *
 * <p>When it is not known whether a transaction took place, the producer is made anew under the same name: that ends what the last one
 * left open, and shuts out whoever else still writes under it. What the topic says then is true.
 */
final class KafkaSink implements Sink {

    private final String sink;
    private final TopicSinkOptions options;
    private final RecordTexts texts;
    private final CommitTopic commits;
    private KafkaProducer<byte[], byte[]> producer;
    private Stand stand;

    private KafkaSink(SinkDefinition definition) {
        sink = definition.sink();
        options = TopicSinkOptions.of(definition);
        texts = new RecordTexts(definition, options);
        commits = new CommitTopic(sink, options.connection());
    }

    static KafkaSink open(SinkDefinition definition) {
        KafkaSink made = new KafkaSink(definition);
        boolean ready = false;
        try {
            made.begin();
            ready = true;
        } finally {
            if (!ready) {
                made.close();
            }
        }
        return made;
    }

    static KafkaSink reopen(SinkDefinition definition) {
        return new KafkaSink(definition);
    }

    private void begin() {
        Admin admin = CommitTopic.admin(options.connection().get());
        try {
            admin.describeTopics(Set.of(options.topic())).allTopicNames().get();
            commits.create(admin);
        } catch (ExecutionException | InterruptedException e) {
            if (KafkaErrors.cause(e) instanceof UnknownTopicOrPartitionException) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "topic \"" + options.topic() + "\" does not exist; create it first, with as many partitions as"
                                + " its readers need",
                        e);
            }
            throw failed(e);
        } finally {
            CommitTopic.close(admin);
        }
        connect();
        if (stand.batch() > 0 && !options.replace()) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "a sink \"" + sink + "\" has delivered batch " + stand.batch()
                            + " to these brokers before; give the new one another name, or write existing = 'replace'"
                            + " to forget that");
        }
        if (stand.batch() > 0) {
            transaction(List.of(commits.says(Stand.NOTHING)));
            stand = Stand.NOTHING;
        }
    }

    @Override
    public long lastCommitted() {
        disconnect();
        connect();
        return stand.batch();
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        if (producer == null) {
            connect();
        }
        if (stand.epoch() > epoch) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "batch " + batch + " comes from start " + epoch + " of a server, but start " + stand.epoch()
                            + " has taken sink \"" + sink + "\" over");
        }
        if (batch <= stand.batch()) {
            return;
        }
        Stand next = new Stand(epoch, batch);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        texts.of(rows).forEach(one -> records.add(new ProducerRecord<>(options.topic(), one.key(), one.value())));
        records.add(commits.says(next));
        transaction(records);
        stand = next;
    }

    private void transaction(List<ProducerRecord<byte[], byte[]>> records) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        boolean done = false;
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> one : records) {
                producer.send(one, (unused, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            }
            producer.commitTransaction();
            done = true;
        } catch (KafkaException e) {
            throw failed(failure.get() == null ? e : failure.get());
        } finally {
            if (!done) {
                disconnect();
            }
        }
    }

    private void connect() {
        Map<String, Object> properties = new HashMap<>(options.connection().get());
        properties.put("transactional.id", "millrace-" + sink);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("compression.type", options.compression());
        properties.put("linger.ms", 5);
        properties.put("max.block.ms", 2 * ClientOptions.REQUEST_MILLIS);
        properties.put("delivery.timeout.ms", 3 * ClientOptions.REQUEST_MILLIS);
        Admin admin = CommitTopic.admin(options.connection().get());
        boolean ready = false;
        try {
            producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
            stand = commits.read(admin);
            ready = true;
        } catch (KafkaException | ExecutionException | InterruptedException e) {
            throw failed(e);
        } finally {
            CommitTopic.close(admin);
            if (!ready) {
                disconnect();
            }
        }
    }

    private MillraceException failed(Exception failure) {
        boolean tooLarge = KafkaErrors.cause(failure) instanceof RecordTooLargeException;
        return KafkaErrors.of(
                tooLarge ? ErrorCode.INVALID_RECORD : ErrorCode.SINK_FAILED,
                "topic \"" + options.topic() + "\" cannot be written",
                failure);
    }

    private void disconnect() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
