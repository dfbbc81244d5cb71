package io.millrace.connector.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What was found out about the topics of a source. Immutable.
 *
 * @param partitions by name
 * @param missing why topics that should be there are not read, by topic
 */
record TopicState(Map<String, Part> partitions, Map<String, String> missing) {

    /**
     * A partition.
     *
     * @param first the least offset that is there
     * @param start the offset at which the source begins
     * @param end offset after the last record that is committed
     * @param epoch of the leader that wrote what comes before {@code end}
     */
    record Part(TopicPartition partition, Uuid topic, long first, long start, long end, Optional<Integer> epoch) {}

    TopicState {
        partitions = new TreeMap<>(partitions);
    }

    /** Nothing beyond the ends of {@code bound} any more. */
    TopicState within(TopicState bound) {
        Map<String, Part> parts = new TreeMap<>();
        partitions.forEach((name, part) -> {
            Part limit = bound.partitions.get(name);
            if (limit != null) {
                parts.put(
                        name,
                        new Part(
                                part.partition(),
                                part.topic(),
                                part.first(),
                                limit.start(),
                                limit.end(),
                                limit.epoch()));
            }
        });
        return new TopicState(parts, missing);
    }
}
