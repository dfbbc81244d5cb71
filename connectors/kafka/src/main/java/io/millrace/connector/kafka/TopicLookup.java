package io.millrace.connector.kafka;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers what partitions there are and what they hold. One thread at a time. */
final class TopicLookup implements AutoCloseable {

    /** A partition that is gone is asked for in vain so long, until it is looked for anew. */
    private static final int OFFSETS_MILLIS = 3_000;

    private final SourceOptions options;
    private final Supplier<Map<String, Object>> connection;
    private Map<String, Object> properties;
    /** Null until somebody is asked. */
    private Admin admin;
    /** Where partitions begin, found out once for each. */
    private final Map<TopicPartition, Long> starts = new HashMap<>();

    TopicLookup(SourceOptions options, Supplier<Map<String, Object>> connection) {
        this.options = options;
        this.connection = connection;
    }

    private void connect(Map<String, Object> now) {
        admin = Admin.create(now);
        properties = now;
    }

    /** Asks whoever is to be asked by now. */
    private void reconnect() {
        Map<String, Object> now = connection.get();
        if (!now.equals(properties)) {
            close();
            connect(now);
        }
    }

    /** Everything anew. */
    TopicState describe() {
        reconnect();
        try {
            Set<String> topics = new TreeSet<>(options.topics());
            if (options.pattern().isPresent()) {
                topics.addAll(admin.listTopics().names().get());
                topics.removeIf(topic -> !options.reads(topic));
            }
            Map<TopicPartition, Uuid> found = new HashMap<>();
            Map<String, String> missing = new TreeMap<>();
            admin.describeTopics(topics)
                    .topicNameValues()
                    .forEach((topic, answer) -> note(topic, answer, found, missing));
            Map<TopicPartition, Long> firsts = offsets(found.keySet(), OffsetSpec.earliest());
            begin(firsts);
            Map<String, TopicState.Part> parts = new HashMap<>();
            ends(found.keySet())
                    .forEach((partition, end) -> parts.put(
                            SourceOptions.name(partition),
                            part(partition, found.get(partition), firsts.get(partition), end)));
            return new TopicState(parts, missing);
        } catch (ExecutionException | InterruptedException e) {
            throw failed(e);
        }
    }

    private static void note(
            String topic,
            KafkaFuture<TopicDescription> answer,
            Map<TopicPartition, Uuid> found,
            Map<String, String> missing) {
        try {
            TopicDescription description = answer.get();
            description
                    .partitions()
                    .forEach(partition ->
                            found.put(new TopicPartition(topic, partition.partition()), description.topicId()));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw failed(e);
            }
            missing.put(topic, "topic \"" + topic + "\" does not exist");
        } catch (InterruptedException e) {
            throw failed(e);
        }
    }

    private TopicState.Part part(TopicPartition partition, Uuid topic, long first, ListOffsetsResultInfo end) {
        return new TopicState.Part(
                partition, topic, first, Math.max(first, starts.get(partition)), end.offset(), end.leaderEpoch());
    }

    /** The same partitions with their present ends. */
    TopicState advance(TopicState before) {
        Map<TopicPartition, TopicState.Part> known = before.partitions().values().stream()
                .collect(Collectors.toMap(TopicState.Part::partition, Function.identity()));
        if (known.isEmpty()) {
            return before;
        }
        try {
            Map<String, TopicState.Part> parts = new HashMap<>();
            ends(known.keySet()).forEach((partition, end) -> {
                TopicState.Part part = known.get(partition);
                parts.put(
                        SourceOptions.name(partition),
                        new TopicState.Part(
                                partition, part.topic(), part.first(), part.start(), end.offset(), end.leaderEpoch()));
            });
            return new TopicState(parts, before.missing());
        } catch (ExecutionException | InterruptedException e) {
            throw failed(e);
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return listed(partitions, OffsetSpec.latest()).all().get();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        listed(partitions, spec).all().get().forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private ListOffsetsResult listed(Collection<TopicPartition> partitions, OffsetSpec spec) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), one -> spec)),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(OFFSETS_MILLIS));
    }

    private void begin(Map<TopicPartition, Long> firsts) throws ExecutionException, InterruptedException {
        Set<TopicPartition> fresh = new HashSet<>(firsts.keySet());
        fresh.removeAll(starts.keySet());
        if (fresh.isEmpty()) {
            return;
        }
        Optional<Long> since = options.since();
        if (since.isEmpty()) {
            fresh.forEach(one -> starts.put(one, options.from(one)));
            return;
        }
        Map<TopicPartition, Long> later = offsets(fresh, OffsetSpec.forTimestamp(since.get()));
        // no record at or after that time: whatever comes next is
        Map<TopicPartition, ListOffsetsResultInfo> ends = ends(fresh);
        later.forEach(
                (one, offset) -> starts.put(one, offset < 0 ? ends.get(one).offset() : offset));
    }

    private static MillraceException failed(Exception failure) {
        return KafkaErrors.of(ErrorCode.SOURCE_FAILED, "the topic cannot be looked at", failure);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
