package io.millrace.connector.kafka;

import io.millrace.spi.connector.Offset;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A position in a partition of a topic.
 *
 * @param count offset of the next record
 * @param epoch of the leader that wrote what comes before, by which a log that was cut off is found out; empty where it is not known
 * @param topic id of the topic, which another one of the same name does not have
 */
record KafkaOffset(long count, Optional<Integer> epoch, Uuid topic) {

    private static final int LENGTH = Long.BYTES + Integer.BYTES + 2 * Long.BYTES;

    static KafkaOffset of(Offset offset) {
        ByteBuffer bytes = ByteBuffer.wrap(offset.bytes());
        if (bytes.remaining() != LENGTH) {
            throw new IllegalArgumentException("offset " + offset + " is none of a topic");
        }
        long count = bytes.getLong();
        int epoch = bytes.getInt() - 1;
        return new KafkaOffset(
                count, epoch < 0 ? Optional.empty() : Optional.of(epoch), new Uuid(bytes.getLong(), bytes.getLong()));
    }

    Offset encoded() {
        return Offset.ofBytes(ByteBuffer.allocate(LENGTH)
                .putLong(count)
                .putInt(epoch.orElse(-1) + 1)
                .putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits())
                .array());
    }
}
